import { createControl } from '@/lib/sandbox/control';
import type { Control } from '@/lib/sandbox/control';
import { controlOverHttp } from '@/lib/sandbox/control-http';
import { indexPage } from '@/lib/sandbox/index-page';
import { sentHeaders } from '@/lib/sandbox/kit/answers';
import { bytesOf, html, json } from '@/lib/sandbox/kit/call';
import type { Call, Incoming, Reply } from '@/lib/sandbox/kit/call';
import { createFaults } from '@/lib/sandbox/kit/faults';
import { createGrants } from '@/lib/sandbox/kit/grants';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';
import type { World } from '@/lib/sandbox/kit/world';
import { createWindows } from '@/lib/sandbox/kit/windows';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import { createTeller } from '@/lib/sandbox/teller';
import { freshState, worldOf } from '@/lib/sandbox/worlds';

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

export interface SandboxOptions {
  /** Clock in epoch milliseconds; must be past October 2026, when the generated history ends. */
  now?: () => number;
  /**
   * Where the apps may have people sent back to after consent; `{provider}` stands for the
   * provider's name. Any loopback address when absent.
   */
  callbacks?: readonly string[];
  /** Those Inlet has a sandbox for, unless a test brings its own. */
  providers?: readonly SandboxProvider[];
}

/**
 * Every provider Inlet has a sandbox for, in one server. It holds generated data only, and calls only
 * addresses of its app that were registered with it (see kit/hooks.ts). Longer than a screen: it puts
 * the parts together, and they share its state.
 */
export function createSandbox({
  now = Date.now,
  callbacks,
  providers = SANDBOX_PROVIDERS,
}: SandboxOptions = {}): Sandbox {
  const about = (slug: string) => providers.find((p) => p.slug === slug);
  const windows = createWindows(now);
  const faults = createFaults(now);
  const grants = createGrants(now, {
    rotates: (slug) => about(slug)?.rotates ?? false,
    life_s: (slug) => about(slug)?.token_life_s ?? 3_600,
    dies_after_ms: (slug, account) => about(slug)?.grant_dies_after_ms?.(account) ?? null,
  });
  const states = new Map(providers.map((p) => [p.slug, freshState()]));
  const lent = { now, grants, windows, callbacks: callbacks ?? null, hooks: () => hooks };
  const worlds = new Map<string, World>(
    providers.map((p) => [p.slug, worldOf(p, () => states.get(p.slug)!, lent)]),
  );
  const hooks = createTeller(
    providers,
    worlds,
    (callbacks ?? []).map((one) => new URL(one).origin),
  );
  const requests = new Map<string, number>();
  const statuses = new Map<string, number>();
  const control = createControl({
    providers,
    worlds,
    states,
    faults,
    grants,
    windows,
    requests,
    statuses,
    hooks,
    reset: () => {
      for (const p of providers) states.set(p.slug, freshState());
      requests.clear();
      statuses.clear();
      faults.reset();
      grants.clear();
      hooks.clear();
      windows.clear();
      windows.setOff(false);
    },
  });

  function answer(request: Incoming): Reply {
    try {
      return dated(request);
    } catch (error) {
      return json(500, {
        error: `The sandbox itself failed: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }

  function dated(request: Incoming): Reply {
    if (request.path === '/') return html(200, indexPage(providers));
    if (request.path.startsWith('/_control/')) return controlOverHttp(control, request);
    const [, host = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
    const asked = { ...request, host, path: decode(rest || '/') };
    const provider = providerOf(asked);
    if (!provider)
      return json(404, { error: `The sandbox has no provider at ${host || request.path}` });
    const world = worlds.get(provider.slug)!;
    const call: Call = { ...asked, now: world.now() };
    count(requests, `${provider.slug} ${call.method} ${host}${call.path}`);
    const work = () => provider.handle(call, world);
    const account = () => provider.account_of(call, world);
    const reply = faults.play(provider, account, call, work) ?? work();
    count(statuses, `${provider.slug} ${reply.status}`);
    return { ...reply, headers: sentHeaders(reply, call.now) };
  }

  /** Of providers with the same hosts: the one the token is of, else the one that has the path. */
  function providerOf(call: Omit<Call, 'now'>): SandboxProvider | undefined {
    const here = providers.filter((p) => p.hosts.some((one) => hostMatches(one, call.host)));
    if (here.length < 2) return here[0];
    const token = /^Bearer (.+)$/i.exec(call.header('authorization') ?? '')?.[1] ?? '';
    const owner = grants.providerOf(token);
    return (
      here.find((p) => p.slug === owner) ??
      here.find((p) => p.serves({ ...call, now: now() })) ??
      here[0]
    );
  }

  return { fetch: (request) => fetchFrom(answer, request), answer, control };
}

const count = (counts: Map<string, number>, key: string) =>
  counts.set(key, (counts.get(key) ?? 0) + 1);

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

/** Statuses that a Response may not give a body. */
const BODILESS = [204, 205, 304];

async function fetchFrom(
  answer: (request: Incoming) => Reply,
  request: Request,
): Promise<Response> {
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
  const sent = reply.trick === 'truncate' ? brokenOff(bytesOf(reply)) : bytesOf(reply);
  return new Response(BODILESS.includes(reply.status) ? null : sent, {
    status: reply.status,
    headers: reply.headers,
  });
}

/** As long as a timer can wait. */
const FOR_EVER_MS = 2 ** 31 - 1;
/** Resolves after the time (null: never); rejects as soon as the caller gives up. */
function wait(ms: number | null, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // The timer holds the signal: nothing else does, and one that is collected never aborts.
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, ms ?? FOR_EVER_MS);
    if (ms === null) timer.unref();
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
