import type { Answer, RateLimit, RequestSpec } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { closeBudget, takePermit, type BudgetKeys } from '@/lib/egress/budget';
import { exchange, NetworkError } from '@/lib/egress/http';
import { assertAllowed } from '@/lib/egress/policy';
import { sandboxAddress } from '@/lib/egress/sandbox-address';
import { counter } from '@/lib/platform/metrics';
import { turn } from '@/lib/platform/turns';

export { BudgetSpent, forgetOldBudgets } from '@/lib/egress/budget';
export { NetworkError } from '@/lib/egress/http';
export { EgressRefused } from '@/lib/egress/policy';
export { browserAddress, sandboxControl } from '@/lib/egress/sandbox-address';

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

/**
 * The only way out: sends a request a connector described to a host it declares. Waits for the rate
 * budget first. Answers whatever the provider said, JSON parsed; throws NetworkError (try again),
 * BudgetSpent (try again at the time it names) or EgressRefused (never allowed).
 */
export async function send(
  spec: RequestSpec,
  route: Route,
  options: { headers?: Record<string, string>; signal?: AbortSignal; timeout_ms?: number } = {},
): Promise<Answer> {
  const url = withQuery(spec);
  assertAllowed(url, route.hosts);
  const connector = labelOf(route);
  const asked = performance.now();
  await takePermit(route.limits, route.keys, url, options.signal);
  waits({ connector }, (performance.now() - asked) / 1000);
  const target = route.mode === 'sandbox' ? await sandboxAddress(url) : url;
  const body =
    spec.json !== undefined
      ? JSON.stringify(spec.json)
      : spec.form
        ? new URLSearchParams(spec.form).toString()
        : undefined;
  const headers: Record<string, string> = {
    accept: 'application/json',
    'user-agent': 'Inlet/0.1',
    ...(route.mode === 'live' ? { 'accept-encoding': 'gzip, deflate' } : {}),
    ...(spec.json !== undefined
      ? { 'content-type': 'application/json' }
      : spec.form
        ? { 'content-type': 'application/x-www-form-urlencoded' }
        : {}),
    ...(body !== undefined ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    ...lower(spec.headers),
    ...lower(options.headers),
  };
  const raw = await exchange(target, {
    method: spec.method ?? 'GET',
    headers,
    body,
    signal: options.signal,
    trusted: route.mode === 'sandbox',
    timeout_ms: options.timeout_ms,
  }).catch((error: unknown) => {
    if (error instanceof NetworkError) calls({ connector, status: 'network' });
    throw error;
  });
  calls({ connector, status: classOf(raw.status) });
  await turn(); // from here the caller parses and hashes a page
  return toAnswer(raw);
}

/**
 * The provider refused this call until `until_ms` (epoch) for calling too often: whoever shares the
 * limit waits as well.
 */
export const heedLimit = (spec: RequestSpec, route: Route, until_ms: number): Promise<void> =>
  closeBudget(route.limits, route.keys, withQuery(spec), until_ms);

/** The URL with its query. Undefined values are left out; arrays repeat the key. */
export function withQuery(spec: RequestSpec): URL {
  const url = new URL(spec.url);
  if (!spec.query) return url;
  const params = new URLSearchParams(url.search); // its own: every change of url.searchParams writes the whole URL again
  for (const [key, value] of Object.entries(spec.query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const item of value) params.append(key, item);
    else params.set(key, String(value));
  }
  url.search = params.toString();
  return url;
}

function toAnswer(raw: { status: number; headers: Record<string, string>; text: string }): Answer {
  const start = raw.text.trimStart()[0];
  if (start === '{' || start === '[' || /json/.test(raw.headers['content-type'] ?? '')) {
    try {
      return {
        status: raw.status,
        headers: raw.headers,
        body: JSON.parse(raw.text) as Json,
        is_json: true,
      };
    } catch {
      /* truncated: not JSON */
    }
  }
  return {
    status: raw.status,
    headers: raw.headers,
    body: raw.text.slice(0, 2_000),
    is_json: false,
  };
}

const lower = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
