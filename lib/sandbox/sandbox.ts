import { createControl } from '@/lib/sandbox/control';
import type { Control } from '@/lib/sandbox/control';
import { indexPage } from '@/lib/sandbox/index-page';
import type { Collection } from '@/lib/sandbox/kit/collection';
import { createFaults } from '@/lib/sandbox/kit/faults';
import { createGrants } from '@/lib/sandbox/kit/grants';
import { bytesOf, html, json } from '@/lib/sandbox/kit/provider';
import type { Call, Reply, SandboxProvider, World } from '@/lib/sandbox/kit/provider';
import { createWindows } from '@/lib/sandbox/kit/windows';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';

export interface Sandbox {
  /**
   * Answers `https://anywhere/HOST/path` as HOST would answer `/path`. Wire faults reject, hang or
   * break off as on a network.
   */
  fetch: (request: Request) => Promise<Response>;
  /** The same without Request and Response, for the server. Never throws. */
  answer: (request: Incoming) => Reply;
  control: Control;
}

export interface Incoming {
  method: string;
  path: string;
  query: URLSearchParams;
  header: (name: string) => string | null;
  body: string;
}

export interface SandboxOptions {
  /** Clock in epoch milliseconds; must be past October 2026, when the generated history ends. */
  now?: () => number;
}

/**
 * Every provider Inlet has a sandbox for, in one server. It holds generated data only and calls
 * nothing.
 */
export function createSandbox({ now = Date.now }: SandboxOptions = {}): Sandbox {
  const providers: readonly SandboxProvider[] = SANDBOX_PROVIDERS;
  const collections = new Map<string, Collection | null>();
  const counts = new Map<string, number>();
  const lags = new Map<string, number>();
  const statuses = new Map<string, number>();
  const windows = createWindows(now);
  const faults = createFaults(now);
  const grants = createGrants(now, {
    life_s: (slug) => providers.find((p) => p.slug === slug)?.token_life_s ?? 3_600,
    dies_after_ms: (slug, account) =>
      providers.find((p) => p.slug === slug)?.grant_dies_after_ms?.(account) ?? null,
  });
  const worlds = new Map<string, World>(
    providers.map((p) => [
      p.slug,
      {
        now,
        grants,
        windows,
        lag_ms: () => lags.get(p.slug) ?? 0,
        collection(account, stream) {
          const key = `${p.slug}/${account}/${stream}`;
          if (!collections.has(key)) collections.set(key, p.open(account, stream, now));
          return collections.get(key) ?? null;
        },
        known_accounts: () => [
          ...new Set([
            ...p.accounts.map((a) => a.name),
            ...[...collections.keys()]
              .filter((key) => key.startsWith(`${p.slug}/`))
              .map((key) => key.split('/')[1]!),
          ]),
        ],
        count(key) {
          const count = (counts.get(key) ?? 0) + 1;
          counts.set(key, count);
          return count;
        },
      },
    ]),
  );
  const requests = new Map<string, number>();
  const control = createControl({
    providers,
    worlds,
    faults,
    grants,
    windows,
    requests,
    statuses,
    lags,
    reset: () => {
      for (const kept of [collections, counts, requests, statuses, lags]) kept.clear();
      faults.reset();
      grants.clear();
      windows.clear();
      windows.setOff(false);
    },
  });

  function answer(request: Incoming): Reply {
    try {
      if (request.path === '/') return html(200, indexPage(providers));
      if (request.path.startsWith('/_control/')) return control.http(request);
      const [, host = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
      const provider = providers.find((p) => p.hosts.some((pattern) => hostMatches(pattern, host)));
      if (!provider)
        return json(404, { error: `The sandbox has no provider at ${host || request.path}` });
      const call: Call = {
        method: request.method,
        host,
        path: decode(rest || '/'),
        query: request.query,
        header: request.header,
        body: request.body,
        now: now(),
      };
      const world = worlds.get(provider.slug)!;
      const key = `${provider.slug} ${call.method} ${host}${call.path}`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      const reply =
        faults.play(
          provider,
          () => provider.account_of(call, world),
          call,
          () => provider.handle(call, world),
        ) ?? provider.handle(call, world);
      const status = `${provider.slug} ${reply.status}`;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      return reply;
    } catch (error) {
      return json(500, {
        error: `The sandbox itself failed: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }

  async function fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const body = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
    const reply = answer({
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      header: (name) => request.headers.get(name),
      body,
    });
    if (reply.delay_ms) await wait(reply.delay_ms, request.signal);
    if (reply.trick === 'timeout') await wait(null, request.signal);
    if (reply.trick === 'reset')
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      });
    if (reply.trick === 'truncate')
      return new Response(brokenOff(bytesOf(reply)), {
        status: reply.status,
        headers: reply.headers,
      });
    return new Response(reply.status === 204 || reply.status === 302 ? null : bytesOf(reply), {
      status: reply.status,
      headers: reply.headers,
    });
  }

  return { fetch, answer, control };
}

/** A malformed escape is the caller's problem: the path stays as it was sent and finds nothing. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const hostMatches = (pattern: string, host: string) =>
  pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && !host.slice(0, -pattern.length + 1).includes('.')
    : host === pattern;

/** Resolves after the time (null: never); rejects as soon as the caller gives up. */
function wait(ms: number | null, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = ms === null ? undefined : setTimeout(resolve, ms);
    const give = () => {
      clearTimeout(timer);
      reject(
        signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'),
      );
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

/** The first half of a body, then the connection is gone. */
function brokenOff(body: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new TypeError('terminated'));
      sent = true;
      controller.enqueue(body.subarray(0, Math.floor(body.length / 2)));
    },
  });
}
