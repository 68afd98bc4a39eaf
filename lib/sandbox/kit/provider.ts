import type { Collection } from '@/lib/sandbox/kit/collection';
import type { Grants } from '@/lib/sandbox/kit/grants';
import type { Windows } from '@/lib/sandbox/kit/windows';

/**
 * A request that reached a provider. `host` and `path` are the provider's own: the sandbox prefix
 * is gone.
 */
export interface Call {
  method: string;
  host: string;
  path: string;
  query: URLSearchParams;
  header: (name: string) => string | null;
  body: string;
  now: number;
}

/**
 * An answer. `body` is ready to send, as text or as its bytes. `trick` is a fault of the wire,
 * played by whoever writes the answer out.
 */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer<ArrayBuffer>;
  trick?: 'reset' | 'timeout' | 'truncate';
  delay_ms?: number;
}

/** What the sandbox lends a provider. */
export interface World {
  now: () => number;
  grants: Grants;
  windows: Windows;
  /** The records of a stream; opened once, kept with every change made to them. */
  collection: (account: string, stream: string) => Collection | null;
  /** The listed accounts and those opened by a number in their name. */
  known_accounts: () => string[];
  /** Milliseconds a change takes until listings by change time show it. */
  lag_ms: () => number;
  /** Counts calls by name; for behaviours such as "the first five work". */
  count: (key: string) => number;
}

export type FailureKind = '401' | '404' | '410' | '429' | '500' | '503';

/** One provider's server: everything it answers, and the accounts it has. */
export interface SandboxProvider {
  slug: string;
  name: string;
  /** Real host names; "*.example.com" matches one label. */
  hosts: readonly string[];
  /** One sentence for the index page: what to enter where. */
  connect: string;
  accounts: readonly { name: string; note: string; key?: string }[];
  streams: readonly string[];
  /** Token life in seconds, for providers with OAuth. */
  token_life_s?: number;
  /** For accounts whose consent ends by itself so long after it was given. */
  grant_dies_after_ms?: (account: string) => number | null;
  /** Opens the records of a stream; null when the account or stream does not exist. */
  open: (account: string, stream: string, now: () => number) => Collection | null;
  /** The account a call speaks for, if it can be told. Used to aim faults and to count requests. */
  account_of: (call: Call, world: World) => string | null;
  handle: (call: Call, world: World) => Reply;
  /** A failure in the provider's own words. */
  failure: (kind: FailureKind, wait_s: number, call: Call) => Reply;
}

export function defineSandboxProvider(provider: SandboxProvider): SandboxProvider {
  return provider;
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

export const json = (
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Reply => ({ status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) });
export const bytesOf = ({ body }: Reply): Buffer<ArrayBuffer> =>
  typeof body === 'string' ? Buffer.from(body) : body;

const COMMA = Buffer.from(',');
/** For bodies put together from kept pieces: `before`, the records with commas between, `after`. */
export const jsonOf = (before: string, records: readonly Buffer[], after: string): Reply => ({
  status: 200,
  headers: JSON_TYPE,
  body: Buffer.concat([
    Buffer.from(before),
    ...records.flatMap((bytes, i) => (i === 0 ? [bytes] : [COMMA, bytes])),
    Buffer.from(after),
  ]),
});
export const html = (
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Reply => ({ status, headers: { 'content-type': 'text/html;charset=utf-8', ...headers }, body });

/** The body as a JSON object; null when it is not one. */
export function readJson(call: Call): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(call.body);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
