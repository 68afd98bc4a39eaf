import { KINDS, ownerId, ownerRecord, properties, sizesOf } from '@/lib/sandbox/data/hubspot';
import type { Properties } from '@/lib/sandbox/data/hubspot';
import { findRecords } from '@/lib/sandbox/data/hubspot-search';
import { createCollection, placeAfter } from '@/lib/sandbox/kit/collection';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import { consent } from '@/lib/sandbox/kit/consent';
import { hash } from '@/lib/sandbox/kit/dice';
import { defineSandboxProvider, json, jsonOf, readJson } from '@/lib/sandbox/kit/provider';
import type { Call, Reply, World } from '@/lib/sandbox/kit/provider';
import type { Checked, GrantProblem } from '@/lib/sandbox/kit/grants';

const ACCOUNTS = [
  { name: 'acme', note: 'A lively portal: 1,240 contacts, deals, tickets, calls, mail' },
  { name: 'globex', note: 'A small portal' },
  { name: 'umbrella', note: 'Takes its permission back a minute after you give it' },
  { name: 'initech', note: 'Its tickets always answer with an error' },
  { name: 'wayne', note: 'Used up its allowance: asks everybody to wait' },
  { name: 'stark', note: 'Is down' },
];
const BURST = 110;
const BURST_MS = 10_000;
const SEARCH_PER_S = 5;
const SEARCH_REACH = 10_000;
const WAYNE_FREE_CALLS = 5;
const WAYNE_WAIT_S = 900;

type KindName = keyof typeof KINDS;
const isKind = (name: string): name is KindName => name in KINDS;

export default defineSandboxProvider({
  slug: 'hubspot',
  name: 'HubSpot',
  hosts: ['api.hubapi.com', 'app.hubspot.com'],
  connect: 'OAuth: pick an account on the consent page. Client id and secret are both “sandbox”.',
  accounts: ACCOUNTS,
  streams: [...Object.keys(KINDS), 'owners'],
  token_life_s: 1_800,
  grant_dies_after_ms: (account) => (account === 'umbrella' ? 60_000 : null),
  open: openCollection,
  account_of: (call, world) => {
    const who = bearer(call, world);
    return typeof who === 'object' ? who.account : null;
  },
  handle(call, world) {
    const { method, path } = call;
    if (call.host === 'app.hubspot.com')
      return path === '/oauth/authorize'
        ? consent(call, world, {
            slug: 'hubspot',
            name: 'HubSpot',
            accounts: ACCOUNTS,
            colour: '#c93c0b',
            explain: explainScope,
          })
        : nothingHere();
    const oauth =
      /^\/oauth\/(?:v3|2026-03|2026-09)\/token(\/revoke)?$/.exec(path) ??
      /^\/oauth\/v1\/token()$/.exec(path);
    if (oauth)
      return method === 'POST'
        ? token(call, world, oauth[1] === '/revoke')
        : problem(405, 'VALIDATION_ERROR', 'Method not allowed');

    const who = bearer(call, world);
    if (who === 'expired')
      return problem(
        401,
        'EXPIRED_AUTHENTICATION',
        'The OAuth token used to make this call expired 1 second(s) ago.',
        { context: { 'expire time': [new Date(call.now - 1000).toISOString()] } },
      );
    if (who === 'invalid')
      return problem(
        401,
        'INVALID_AUTHENTICATION',
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
      );
    if (path === '/account-info/v3/details') return details(who.account);
    const misbehaves = behaviour(who.account, path, world);
    if (misbehaves) return misbehaves;

    if (path === '/crm/v3/owners')
      return (
        permitted(who, 'crm.objects.owners.read') ??
        (method === 'GET' ? owners(call, who.account, world) : wrongMethod())
      );
    const objects = /^\/crm\/v3\/objects\/([a-z]+)(\/search)?$/.exec(path);
    if (!objects || !isKind(objects[1]!))
      return problem(
        404,
        'OBJECT_NOT_FOUND',
        `Unable to infer object type from: ${path.split('/')[4] ?? path}`,
      );
    const kind = objects[1]!;
    const refused = permitted(who, KINDS[kind].scope);
    if (refused) return refused;
    if (objects[2]) {
      if (method !== 'POST') return wrongMethod();
      const window = world.windows.take(`hubspot:search:${who.account}`, SEARCH_PER_S, 1_000);
      return window.allowed
        ? search(call, kind, who.account, world)
        : limited('SECONDLY', 'secondly');
    }
    if (method !== 'GET') return wrongMethod();
    const window = world.windows.take(`hubspot:${who.account}`, BURST, BURST_MS);
    if (!window.allowed) return limited('TEN_SECONDLY_ROLLING', 'ten_secondly_rolling');
    const reply = list(call, kind, who.account, world);
    reply.headers['x-hubspot-ratelimit-max'] = String(BURST);
    reply.headers['x-hubspot-ratelimit-remaining'] = String(window.remaining);
    reply.headers['x-hubspot-ratelimit-interval-milliseconds'] = String(BURST_MS);
    return reply;
  },
  failure(kind, wait_s, call) {
    if (kind === '401')
      return problem(
        401,
        'EXPIRED_AUTHENTICATION',
        'The OAuth token used to make this call expired 1 second(s) ago.',
        { context: { 'expire time': [new Date(call.now - 1000).toISOString()] } },
      );
    if (kind === '429') return limited('TEN_SECONDLY_ROLLING', 'ten_secondly_rolling', wait_s);
    return problem(
      Number(kind),
      'INTERNAL_ERROR',
      kind === '503' ? 'Service temporarily unavailable' : 'internal error',
    );
  },
});

function openCollection(account: string, stream: string, now: () => number): Collection | null {
  const sizes = sizesOf(account);
  if (!sizes || !(isKind(stream) || stream === 'owners')) return null;
  const size = sizes[stream];
  const alive = stream === 'owners' || !sizes.moves ? 0 : Math.min(48, Math.floor(size / 8));
  return createCollection({
    seed: `hubspot:${account}:${stream}`,
    size,
    now,
    id: stream === 'owners' ? ownerId : KINDS[stream].id,
    evolution: sizes.moves
      ? {
          update_every_ms: size > 500 ? 150_000 : 600_000,
          busy: Math.max(1, Math.floor(size / 8)),
          birth_every_ms: size > 500 ? 1_800_000 : 5_400_000,
          alive,
          keep: alive * 3,
        }
      : null,
  });
}

// ------------------------------------------------------------------ who is asking

function bearer(call: Call, world: World): Checked {
  const sent = /^Bearer (.+)$/i.exec(call.header('authorization') ?? '');
  return sent ? world.grants.check('hubspot', sent[1]!) : 'invalid';
}

function permitted(who: Exclude<Checked, string>, scope: string): Reply | null {
  if (who.scopes.includes(scope)) return null;
  return problem(
    403,
    'MISSING_SCOPES',
    'This app hasn’t been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.',
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: [scope] },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
    },
  );
}

function token(call: Call, world: World, revoke: boolean): Reply {
  const form = new URLSearchParams(call.body);
  if (revoke) {
    world.grants.revokeToken(form.get('token') ?? '');
    return { status: 204, headers: {}, body: '' };
  }
  const grant = form.get('grant_type');
  if (grant !== 'authorization_code' && grant !== 'refresh_token')
    return tokenProblem(
      400,
      'BAD_GRANT_TYPE',
      'unsupported_grant_type',
      'grant_type must be authorization_code or refresh_token',
    );
  const pair =
    grant === 'authorization_code'
      ? world.grants.exchange('hubspot', form)
      : world.grants.refresh('hubspot', form);
  if (typeof pair === 'string') return TOKEN_PROBLEMS[pair]();
  return json(
    200,
    {
      token_type: 'bearer',
      token_use: 'access_token',
      access_token: pair.access_token,
      refresh_token: pair.refresh_token,
      expires_in: pair.expires_in,
      hub_id: portalId(pair.account),
      user_id: 3_000_000,
      scopes: pair.scopes,
    },
    { 'cache-control': 'no-store' },
  );
}

const tokenProblem = (status: number, word: string, error: string, sentence: string) =>
  json(status, { status: word, message: sentence, error, error_description: sentence });
const TOKEN_PROBLEMS: Record<GrantProblem, () => Reply> = {
  invalid_client: () =>
    tokenProblem(401, 'BAD_CLIENT_ID', 'invalid_client', 'missing or unknown client id or secret'),
  bad_code: () =>
    tokenProblem(400, 'BAD_AUTH_CODE', 'invalid_grant', 'missing or unknown auth code'),
  bad_redirect_uri: () =>
    tokenProblem(
      400,
      'BAD_REDIRECT_URI',
      'invalid_grant',
      'redirect_uri does not match the one the code was issued for',
    ),
  bad_verifier: () =>
    tokenProblem(
      400,
      'BAD_AUTH_CODE',
      'invalid_grant',
      'code_verifier does not match the code_challenge',
    ),
  bad_refresh_token: () =>
    tokenProblem(
      400,
      'BAD_REFRESH_TOKEN',
      'invalid_grant',
      'refresh token is invalid, expired or revoked',
    ),
};

const portalId = (account: string): number => {
  const place = ACCOUNTS.findIndex((a) => a.name === account);
  return place >= 0 ? 100_001 + place : 200_000 + (hash(account) % 700_000);
};

const details = (account: string) =>
  json(200, {
    portalId: portalId(account),
    accountType: 'STANDARD',
    timeZone: 'US/Eastern',
    companyCurrency: 'USD',
    additionalCurrencies: [],
    utcOffset: '-05:00',
    utcOffsetMilliseconds: -18_000_000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  });

/** Accounts that show one trouble each. They connect like any other. */
function behaviour(account: string, path: string, world: World): Reply | null {
  if (account === 'stark') return problem(503, 'INTERNAL_ERROR', 'Service temporarily unavailable');
  if (account === 'initech' && path.startsWith('/crm/v3/objects/tickets'))
    return problem(500, 'INTERNAL_ERROR', 'internal error');
  if (
    account === 'wayne' &&
    world.count(`hubspot:wayne:${Math.floor(world.now() / 3_600_000)}`) > WAYNE_FREE_CALLS
  )
    return limited('TEN_SECONDLY_ROLLING', 'ten_secondly_rolling', WAYNE_WAIT_S);
  return null;
}

const SCOPES: Record<string, string> = {
  oauth: 'Know which portal this is',
  'crm.objects.contacts.read': 'Read contacts, calls, meetings, notes and tasks',
  'crm.objects.companies.read': 'Read companies',
  'crm.objects.deals.read': 'Read deals',
  'crm.objects.owners.read': 'Read who owns what',
  tickets: 'Read tickets',
  'sales-email-read': 'Read the text of logged emails',
};
const explainScope = (scope: string) => SCOPES[scope] ?? 'Use more of your account';

// ------------------------------------------------------------------ answers in HubSpot's words

function problem(
  status: number,
  category: string,
  message: string,
  more: Record<string, unknown> = {},
): Reply {
  return json(status, { status: 'error', message, correlationId: CORRELATION, category, ...more });
}
const CORRELATION = '7f3d2c1a-5b6e-4f80-9a1b-2c3d4e5f6071';
const nothingHere = () => problem(404, 'OBJECT_NOT_FOUND', 'resource not found');
const wrongMethod = () => problem(405, 'VALIDATION_ERROR', 'Method not allowed');
const invalid = (message: string) => problem(400, 'VALIDATION_ERROR', message);
const limited = (policyName: string, words: string, wait_s?: number): Reply =>
  json(
    429,
    {
      status: 'error',
      message: `You have reached your ${words} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: CORRELATION,
      policyName,
      requestId: CORRELATION,
    },
    wait_s === undefined ? {} : { 'retry-after': String(wait_s) },
  );

// ------------------------------------------------------------------ records

const named = new Map<string, readonly string[]>();
/**
 * The properties an answer carries: those asked for (the usual ones if none), and the three that
 * always come.
 */
function propertyNames(kind: KindName, form: string): readonly string[] {
  const key = `${kind}:${form}`;
  let names = named.get(key);
  if (!names) {
    const { usual, modified } = KINDS[kind];
    const asked = form
      ? form
          .split(',')
          .map((s) => s.trim())
          .filter(Boolean)
      : usual;
    named.set(
      key,
      (names = [
        ...new Set([
          ...asked,
          'hs_object_id',
          usual.includes('createdate') ? 'createdate' : 'hs_createdate',
          modified,
        ]),
      ]),
    );
  }
  return names;
}

/**
 * A record as JSON; kept, because the same records are asked for in the same form again and again.
 */
function recordJson(kind: KindName, item: Item, account: string, form: string): Buffer {
  if (item.kept?.form === form) return item.kept.bytes;
  const about = KINDS[kind];
  const all = properties(about, item, account, sizesOf(account)!);
  const chosen: Properties = {};
  for (const name of propertyNames(kind, form)) if (name in all) chosen[name] = all[name]!;
  const bytes = Buffer.from(
    JSON.stringify({
      id: item.id,
      properties: chosen,
      createdAt: new Date(item.created).toISOString(),
      updatedAt: new Date(item.updated).toISOString(),
      archived: item.deleted !== null,
      ...(item.deleted !== null ? { archivedAt: new Date(item.deleted).toISOString() } : {}),
      url: `https://app.hubspot.com/contacts/${portalId(account)}/record/${about.type_id}/${item.id}`,
    }),
  );
  item.kept = { form, bytes };
  return bytes;
}

function readLimit(text: string | null, max: number): number | null {
  if (text === null) return 10;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= max ? value : null;
}

/**
 * One page of a listing. `after` is the place of the last record given, so that changes meanwhile
 * shift nothing.
 */
function list(call: Call, kind: KindName, account: string, world: World): Reply {
  const form = call.query.get('properties') ?? '';
  return paged(call, world.collection(account, kind)!, 100, (item) =>
    recordJson(kind, item, account, form),
  );
}

function owners(call: Call, account: string, world: World): Reply {
  return paged(call, world.collection(account, 'owners')!, 500, (item) =>
    Buffer.from(JSON.stringify(ownerRecord(item, account))),
  );
}

function paged(
  call: Call,
  collection: Collection,
  max: number,
  write: (item: Item) => Buffer,
): Reply {
  const limit = readLimit(call.query.get('limit'), max);
  if (limit === null) return invalid(`Invalid limit: must be between 1 and ${max}`);
  const after = call.query.get('after');
  if (after !== null && !/^-?\d+$/.test(after))
    return invalid('Invalid after: not a paging cursor');
  const items = call.query.get('archived') === 'true' ? collection.deleted() : collection.live();
  const from = after === null ? 0 : placeAfter(items, Number(after));
  const page = items.slice(from, from + limit);
  const more = from + limit < items.length && page.length > 0;
  const next = more
    ? `,"paging":{"next":{"after":"${page.at(-1)!.n}","link":"https://api.hubapi.com${call.path}?after=${page.at(-1)!.n}"}}`
    : '';
  return jsonOf('{"results":[', page.map(write), `]${next}}`);
}

// ------------------------------------------------------------------ search

/**
 * Search covers an index that still holds archived records; they take their place in a page and are
 * left out of it.
 */
function search(call: Call, kind: KindName, account: string, world: World): Reply {
  const body = readJson(call);
  if (!body) return invalid('Invalid input JSON on line 1, column 1');
  const limit = readLimit(body.limit === undefined ? null : String(body.limit), 200);
  if (limit === null) return invalid('Invalid limit: must be between 1 and 200');
  const after = Number(body.after ?? 0);
  if (!Number.isInteger(after) || after < 0) return invalid('Invalid after: not a paging cursor');
  if (after >= SEARCH_REACH)
    return invalid(`Paging through more than ${SEARCH_REACH} results is not supported`);
  const found = findRecords(world.collection(account, kind)!, KINDS[kind], account, body);
  if (typeof found === 'string') return invalid(found);
  const lag = world.lag_ms();
  const indexed = lag > 0 ? found.filter((item) => item.updated <= call.now - lag) : found;
  const page = indexed.slice(after, after + limit);
  const form = Array.isArray(body.properties) ? body.properties.join(',') : '';
  const results = page
    .filter((item) => item.deleted === null)
    .map((item) => recordJson(kind, item, account, form));
  const next =
    after + limit < indexed.length ? `,"paging":{"next":{"after":"${after + limit}"}}` : '';
  return jsonOf(`{"total":${indexed.length},"results":[`, results, `]${next}}`);
}
