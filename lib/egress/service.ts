import {
  providerText,
  type Answer,
  type ChangeRequest,
  type RateLimit,
  type RequestSpec,
} from '@/lib/connectors/kit';
import {
  closeBudget,
  countedBy,
  openBudget,
  takePermit,
  type BudgetKeys,
} from '@/lib/egress/budget';
import { providers, sandbox } from '@/lib/egress/dispatchers';
import { download, type Download } from '@/lib/egress/download';
import { followAnswer } from '@/lib/egress/follow';
import { sendInForms } from '@/lib/egress/forms';
import { exchange, NetworkError, type Exchange, type RawAnswer } from '@/lib/egress/http';
import { maskFor, type Mask } from '@/lib/egress/mask';
import { assertAllowed, EgressRefused } from '@/lib/egress/policy';
import { sandboxAddress } from '@/lib/egress/sandbox-address';
import { parseJson } from '@/lib/platform/json';
import { counter } from '@/lib/platform/metrics';
import { turn } from '@/lib/platform/turns';

export { BudgetSpent, closedBudgets, forgetOldBudgets, liftBudget } from '@/lib/egress/budget';
export { acceptedForms } from '@/lib/egress/forms';
export { NetworkError, TooLarge } from '@/lib/egress/http';
export { fetchPicture, NoPicture, type Picture } from '@/lib/egress/pictures';
export { maskFor } from '@/lib/egress/mask';
export { shownHeaders, shownUrl } from '@/lib/egress/shown';
export { assertAllowed, EgressRefused, isBlockedAddress, Unsendable } from '@/lib/egress/policy';
export { browserAddress, sandboxConsent, sandboxControl } from '@/lib/egress/sandbox-address';

export interface Route {
  /** Hosts the connector declares. */
  hosts: readonly string[];
  /**
   * live: the provider itself. sandbox: the sandbox, at the same paths under the provider's host
   * name.
   */
  mode: 'live' | 'sandbox';
  limits: readonly RateLimit[];
  keys: BudgetKeys;
  /** A person asks again: its first call passes a closed budget; a good answer opens it for all. */
  probe?: boolean;
  /** The connector is outbound: it may change what is at the provider. */
  may_change?: boolean;
}

/** Methods that change something at the provider whatever the address. */
const CHANGING = new Set(['PUT', 'PATCH', 'DELETE']);

export interface SendOptions {
  /** Headers that carry the credential. Their values are masked in whatever the provider says. */
  headers?: Record<string, string>;
  /** Further secrets of the call, to be masked as well. */
  secrets?: readonly string[];
  /** A good answer brings secrets itself (a token endpoint): it is handed on unmasked. */
  brings_secrets?: boolean;
  signal?: AbortSignal;
  timeout_ms?: number;
  /** Told when the call has to wait for its budget, until when (epoch); what it answers ends that. */
  onWait?: (until_ms: number) => () => void;
  departing?: Departing;
}

/** What must be written down of a call whose answer may never come. */
export interface Departing {
  /** Done when the budget has room and before the call leaves. When it throws, nothing leaves. */
  note: () => Promise<void>;
  /**
   * Nor does anything leave when more time than this passed since the note was begun (NetworkError):
   * whoever reads it may count on that, even if this process stood still in between.
   */
  within_ms: number;
}

const calls = counter<'connector' | 'status'>(
  'inlet_provider_calls_total',
  'Answers of providers: 2xx, 3xx, 4xx, 429, 5xx, or "network" when none came.',
);
const waits = counter<'connector'>(
  'inlet_provider_budget_wait_seconds_total',
  'Time spent waiting so that no provider limit is passed.',
);
/** The connector, as a label. Keys begin with it: `app/<connector>/…`. */
const labelOf = (route: Route): string => route.keys.app.split('/')[1] ?? 'other';
const classOf = (status: number): string =>
  status === 429 ? '429' : `${Math.floor(status / 100)}xx`;

/** How many times a provider may send a call elsewhere. */
const REDIRECTS = 3;
const probed = new WeakSet<Route>();

/**
 * The only way out: sends a request a connector described to a host it declares. Waits for the rate
 * budget first. A GET is followed up to three times to where the provider moved it, never beyond
 * the declared hosts: those get the credential from the connector anyway, no other host ever does.
 * Answers whatever the provider said, JSON parsed without loss, known secrets masked; throws
 * NetworkError (try again), TooLarge (try a smaller page), BudgetSpent (try again at the time it
 * names) or EgressRefused (never allowed).
 */
export async function send(
  spec: RequestSpec | ChangeRequest,
  route: Route,
  options: SendOptions = {},
): Promise<Answer> {
  return 'forms' in spec && spec.forms
    ? sendInForms(route.keys.app, spec.forms, (form) => sendOne(form, route, options))
    : sendOne(spec, route, options);
}

async function sendOne(
  spec: RequestSpec | ChangeRequest,
  route: Route,
  options: SendOptions,
): Promise<Answer> {
  if (CHANGING.has(spec.method ?? 'GET') && !route.may_change)
    throw new EgressRefused(`a connector that only reads may not ${spec.method}`);
  const mask = maskFor(spec, options.headers, options.secrets);
  let url = withQuery(spec);
  assertAllowed(url, route.hosts);
  for (let hops = 0; ; hops++) {
    const raw = await permitted(spec, url, route, options, exchange);
    const good = raw.status >= 200 && raw.status < 300;
    const next = redirection(raw, url);
    if (!next) {
      await turn(); // from here the caller parses and hashes a page
      const answer = toAnswer(good && options.brings_secrets ? raw : masked(raw, mask));
      await follow(route, url, answer);
      return answer;
    }
    const refusal = refusalOf(next, spec, route, hops);
    if (refusal)
      throw new EgressRefused(
        mask(providerText(`it was redirected to ${next.origin}${next.pathname}, ${refusal}`)),
      );
    url = next;
  }
}

/**
 * Sends a request whose good answer is too large to be held: its text comes in pieces. Any other
 * answer is one to be judged. Throws as `send` does; redirections are refused.
 */
export async function sendForDownload(
  spec: RequestSpec,
  route: Route,
  options: SendOptions = {},
): Promise<{ answer: Answer } | { download: Download }> {
  const url = withQuery(spec);
  assertAllowed(url, route.hosts);
  const got = await permitted(spec, url, route, options, download);
  if (typeof got.text !== 'string') return { download: got as Download };
  return { answer: toAnswer(masked(got as RawAnswer, maskFor(spec, options.headers))) };
}

/** One call, when the budgets allow it. */
async function permitted<T extends { status: number }>(
  spec: RequestSpec | ChangeRequest,
  url: URL,
  route: Route,
  options: SendOptions,
  call: (url: URL, init: Exchange) => Promise<T>,
): Promise<T> {
  const connector = labelOf(route);
  const probe = route.probe === true && !probed.has(route);
  if (probe) probed.add(route);
  const asked = performance.now();
  await takePermit(route.limits, route.keys, url, {
    signal: options.signal,
    probe,
    onWait: options.onWait,
  });
  waits({ connector }, (performance.now() - asked) / 1000);
  if (options.departing) await depart(options.departing);
  const raw = await call(route.mode === 'sandbox' ? await sandboxAddress(url) : url, {
    method: spec.method ?? 'GET',
    ...content(spec, route, options),
    signal: options.signal,
    via: route.mode === 'sandbox' ? sandbox() : providers(),
    timeout_ms: options.timeout_ms,
  }).catch((error: unknown) => {
    if (error instanceof NetworkError) calls({ connector, status: 'network' });
    throw error;
  });
  calls({ connector, status: classOf(raw.status) });
  if (probe && raw.status < 300) await openBudget(route.limits, route.keys, url);
  return raw;
}

async function depart({ note, within_ms }: Departing): Promise<void> {
  const began = performance.now();
  await note();
  if (performance.now() - began > within_ms)
    throw new NetworkError('timeout', 'It was written down too slowly to leave in time.');
}

function content(
  spec: RequestSpec | ChangeRequest,
  route: Route,
  options: SendOptions,
): { headers: Record<string, string>; body?: string } {
  const [type, body] =
    spec.json !== undefined
      ? ['application/json', JSON.stringify(spec.json)]
      : [
          'application/x-www-form-urlencoded',
          spec.form && new URLSearchParams(spec.form).toString(),
        ];
  return {
    headers: {
      accept: 'application/json',
      'user-agent': 'Inlet/0.1',
      ...(route.mode === 'live' ? { 'accept-encoding': 'gzip, deflate' } : {}),
      ...(body !== undefined ? { 'content-type': type } : {}),
      ...lower(spec.headers),
      ...lower(options.headers),
    },
    body,
  };
}

/** Keeps to what the answer says of the provider's limits, where the connector says how to read it. */
async function follow(route: Route, url: URL, answer: Answer): Promise<void> {
  const telling = route.limits.filter((limit) => limit.follows ?? limit.cost_of);
  if (telling.length > 0) await followAnswer(countedBy(telling, route.keys, url), answer);
}

/** Where the provider sends the call; null when it answered it. */
function redirection({ status, headers }: RawAnswer, from: URL): URL | null {
  const { location } = headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return null;
  return URL.canParse(location, from) ? new URL(location, from) : null;
}

/** Why a redirection is not followed; null when it is. */
function refusalOf(
  to: URL,
  spec: RequestSpec | ChangeRequest,
  route: Route,
  hops: number,
): string | null {
  try {
    assertAllowed(to, route.hosts);
  } catch (error) {
    return `and ${(error as EgressRefused).message}`;
  }
  if ((spec.method ?? 'GET') !== 'GET') return `which a ${spec.method} does not follow`;
  return hops >= REDIRECTS ? `the ${hops + 1}th redirection in a row` : null;
}

const masked = (raw: RawAnswer, mask: Mask): RawAnswer => ({
  ...raw,
  headers: Object.fromEntries(Object.entries(raw.headers).map(([k, v]) => [k, mask(v)])),
  text: mask(raw.text),
});

/**
 * The provider refused this call until `until_ms` (epoch) for calling too often: whoever shares the
 * limit waits as well.
 */
export const reportRateLimit = (
  spec: Pick<RequestSpec, 'url' | 'query'>,
  route: Route,
  until_ms: number,
): Promise<void> => closeBudget(route.limits, route.keys, withQuery(spec), until_ms);

/** The URL with its query. Undefined values are left out; arrays repeat the key. */
export function withQuery(spec: Pick<RequestSpec, 'url' | 'query'>): URL {
  const url = new URL(spec.url);
  if (!spec.query) return url;
  // Its own: every change of url.searchParams writes the whole URL again.
  const params = new URLSearchParams(url.search);
  for (const [key, value] of Object.entries(spec.query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const item of value) params.append(key, item);
    else params.set(key, String(value));
  }
  url.search = params.toString();
  return url;
}

function toAnswer({ status, headers, text, size }: RawAnswer): Answer {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[' || /json/.test(headers['content-type'] ?? '')) {
    try {
      return { status, headers, body: parseJson(text), is_json: true, size };
    } catch {
      /* truncated: not JSON */
    }
  }
  return { status, headers, body: providerText(text, 2_000), is_json: false, size };
}

const lower = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
