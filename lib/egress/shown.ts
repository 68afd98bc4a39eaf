import type { Mask } from '@/lib/egress/mask';

/** In the place of what is not shown. */
export const REDACTED = '[redacted]';
const LONGEST_LIST = 200;
const LONGEST_URL = 1_000;
/** So much is shown of an opaque id or page token: enough to tell two apart. */
const SHORTENED = 4;
/** What is shorter would be shown for the most part. */
const SHORTENED_FROM = 12;

/**
 * Words as people write them: "contacts", "mailFolders", "hs_lastmodifieddate". What is random (a
 * key, a token) has digits, or capitals in the middle, before it is long enough to be one.
 */
const WORD = /^[$_]?(?:[A-Za-z][a-z]{0,19}(?:[A-Z][a-z]{1,19}){0,6}|[A-Z]{2,20})$/;
const isWord = (text: string): boolean =>
  text.length <= 60 && text.split(/[._-]/).every((piece) => piece === '' || WORD.test(piece));
/** "v3", "v62.0", "2026-03", "0-1", and the numbers of things. */
const isVersion = (text: string): boolean => /^v?\d{1,4}(?:[.-]\d{1,4}){0,2}$/.test(text);
const isBoolean = (text: string): boolean => /^(true|false)$/i.test(text);
const TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
/** A count, or (milli)seconds since 1970 of this age; other numbers as long may be a phone's. */
const isNumber = (text: string): boolean =>
  /^-?\d{1,6}(?:\.\d{1,6})?$/.test(text) || /^1\d{9}(?:\d{3})?(?:\.\d{1,6})?$/.test(text);

/** Parameters that say where in a listing a page begins, or which items are meant. */
const PLACES = new Set(
  (
    'cursor after before page page_token pagetoken next next_token pagination_token next_page_token ' +
    'start start_cursor starting_after ending_before starthistoryid offset skip locator $skip ' +
    '$skiptoken $deltatoken since_id until_id id ids'
  ).split(' '),
);
/** Parameters that hold words of the provider's API: fields, kinds, orders. */
const WORDINGS = new Set(
  (
    'fields field select $select expand $expand include includes properties associations expansions ' +
    'type types kind state status sort sort_by sort_direction order order_by orderby $orderby ' +
    'direction format object objects edgetype event events scope scopes view projection subtype tweet.fields ' +
    'user.fields media.fields exclude id_type metric metrics granularity'
  ).split(' '),
);
/** What is named like this is not shown, whatever its value looks like. */
const SECRET = /token|secret|pass|key|sig|auth|code|cred|session|jwt|hash|nonce|pin$/;
const PERSONAL = /mail|phone|tel|user|name|address|birth|iban|card/;

/**
 * The address of a call as it may be kept and shown: nothing is that does not look harmless. Shown
 * are words, versions and numbers in the path; in the query counts, yes and no, times, and words in
 * the parameters that are known to hold words of the API. Page tokens and ids are shortened, the
 * rest is "[redacted]". A list of what is secret would let through what nobody thought of: searches
 * hold names, filters hold addresses, links to a next page hold whatever the provider put there.
 * What `mask` finds is never shown, not even in part.
 */
export function shownUrl(url: URL, mask: Mask): string {
  const hidden = (text: string): boolean => mask(text) !== text;
  const segments = url.pathname.split('/').map((segment) => {
    if (segment === '') return '';
    return hidden(decoded(segment)) ? REDACTED : ofPath(segment);
  });
  const query = [...url.searchParams].map(([name, value]) => {
    if (!isName(name) || hidden(name)) return REDACTED;
    return `${name}=${hidden(value) ? REDACTED : ofQuery(name.toLowerCase(), value)}`;
  });
  const shown = `${url.protocol}//${url.host}${segments.join('/')}`;
  return cut(mask(query.length > 0 ? `${shown}?${query.join('&')}` : shown), LONGEST_URL);
}

function ofPath(segment: string): string {
  if (isWord(segment) || isVersion(segment) || /^\d{1,20}$/.test(segment)) return segment;
  return shortened(segment);
}

function ofQuery(name: string, value: string): string {
  if (value === '') return '';
  const number = isNumber(value);
  if (PLACES.has(name)) return number ? value : shortened(value);
  if (WORDINGS.has(name)) return encoded(ofWords(beginning(value)));
  if (SECRET.test(name) || PERSONAL.test(name)) return REDACTED;
  return number || isBoolean(value) || TIME.test(value) ? encoded(value) : REDACTED;
}

/** The first words of a long list, each of them whole: half of a secret may look like a word. */
const beginning = (list: string): string =>
  list.length > LONGEST_LIST ? `${list.slice(0, list.lastIndexOf(',', LONGEST_LIST) + 1)}…` : list;

/** A list of words, or one; what is none is left out of it. */
const ofWords = (value: string): string =>
  value.replace(/[^\s,:]+/g, (word) => (isWord(word) || isVersion(word) ? word : '…'));

/** The beginning of something opaque; nothing of what may be an address or a sentence. */
const shortened = (text: string): string =>
  text.length >= SHORTENED_FROM && /^[\w.~=/-]+$/.test(text)
    ? `${text.slice(0, SHORTENED)}…`
    : REDACTED;

const isName = (name: string): boolean =>
  name.length <= 60 && name.split(/[.[\]_-]/).every((piece) => WORD.test(piece) || piece === '');

/** As in a query, but for what may stand there as it is. */
const encoded = (value: string): string =>
  encodeURIComponent(value)
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%24', '$')
    .replaceAll('%E2%80%A6', '…');

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** How credentials are carried, as far as it is a word of HTTP's. */
const SCHEMES = /^(?:Bearer|Basic|Bot|Token|DPoP) /i;
const HARMLESS = /^(?:accept|prefer|content-type|[a-z-]*version|consistencylevel)$/;

/**
 * The headers of a call as they may be kept and shown, as "name: value": credentials as "$TOKEN"
 * behind their scheme, and those of the request that are known to hold no secret and look like it.
 */
export function shownHeaders(
  credentials: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): string[] {
  const secret = Object.entries(credentials).map(
    ([name, value]) => `${name.toLowerCase()}: ${SCHEMES.exec(value)?.[0] ?? ''}$TOKEN`,
  );
  const open = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name, value]) => HARMLESS.test(name) && isHarmless(value))
    .map(([name, value]) => `${name}: ${value}`);
  return [...secret, ...open];
}

const isHarmless = (value: string): boolean =>
  value.length <= 80 &&
  value
    .split(/[\s,;=/+*"]+/)
    .every((word) => isWord(word) || isVersion(word) || TIME.test(word) || isNumber(word));
