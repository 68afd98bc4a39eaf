import { dice, type Dice } from '@/lib/sandbox/kit/dice';
import { damaged, type Damage } from '@/lib/sandbox/kit/damage';
import type { Call, Reply, SandboxProvider } from '@/lib/sandbox/kit/provider';

export const FAULTS = [
  '401',
  '404',
  '410',
  '429',
  '500',
  '502',
  '503',
  'html',
  'truncate',
  'timeout',
  'reset',
  'lost',
  'silent',
  'slow',
  'loop',
  'bad_record',
  'storm',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/** How a 429 names the time to come back. */
export const WAIT_FORMS = ['seconds', 'date', 'epoch_seconds', 'epoch_ms', 'none'] as const;
export type WaitForm = (typeof WAIT_FORMS)[number];

/**
 * A trouble asked for by a test. It ends after `times` calls or `for_ms`; without either it lasts
 * until cleared.
 */
export interface Fault {
  provider: string;
  account?: string;
  /** Start of the path it hits, as the provider sees it; all paths when absent. */
  path?: string;
  kind: FaultKind;
  /** So many calls go through before it begins. */
  skip?: number;
  times?: number;
  for_ms?: number;
  /** For 429: seconds to wait. */
  retry_after?: number;
  /** For 429: the form of Retry-After; the provider's own words when absent. */
  form?: WaitForm;
  /** For slow: how long each answer takes. */
  delay_ms?: number;
  /** For bad_record: which record, and what is wrong with it. */
  record?: string;
  damage?: Damage;
  /**
   * For storm: the share of calls that meet trouble, which kinds (all passing ones when absent),
   * and the seed the order follows from.
   */
  share?: number;
  kinds?: readonly FaultKind[];
  seed?: number;
}

export interface Faults {
  add: (fault: Fault) => void;
  clear: (provider?: string, account?: string) => void;
  list: () => readonly Fault[];
  /** No faults, nothing counted. */
  reset: () => void;
  /** How many calls met a fault, by kind; `slow` is not counted. */
  played: () => Record<string, number>;
  /**
   * Answers the call in place of the provider, or null. `slow`, `lost` and `silent` let the
   * provider do the work.
   */
  play: (
    provider: SandboxProvider,
    account: () => string | null,
    call: Call,
    answer: () => Reply,
  ) => Reply | null;
}

const DEFAULT_DELAY_MS = 1_000;
const DEFAULT_WAIT_S = 2;
const HTML =
  '<!DOCTYPE html><html><head><title>Attention Required!</title></head><body><h1>Sorry, you have been blocked</h1></body></html>';
/** What passes by itself. A timeout costs its caller half a minute: it is the rarest. */
const PASSING: readonly FaultKind[] = ['reset', 'truncate', '500', '502', '503', 'html', '429'];
const TIMEOUT_SHARE = 0.01;

type Active = Fault & { until: number; dice: Dice | null; kept: Map<string, Reply> };

export function createFaults(now: () => number): Faults {
  let faults: Active[] = [];
  const played = new Map<string, number>();

  function find(provider: string, account: () => string | null, call: Call): Active | undefined {
    if (faults.length === 0) return undefined;
    faults = faults.filter((f) => f.until > now() && f.times !== 0);
    const found = faults.find(
      (f) =>
        f.provider === provider &&
        (!f.path || call.path.startsWith(f.path)) &&
        (!f.account || f.account === account()),
    );
    if (found?.skip) {
      found.skip--;
      return undefined;
    }
    if (found?.times !== undefined) found.times--;
    return found;
  }

  function strike(
    fault: Active,
    kind: FaultKind,
    provider: SandboxProvider,
    call: Call,
    answer: () => Reply,
  ): Reply | null {
    if (kind !== 'slow' && kind !== 'storm') played.set(kind, (played.get(kind) ?? 0) + 1);
    switch (kind) {
      case '429':
        return limited(
          provider.failure('429', fault.retry_after ?? DEFAULT_WAIT_S, call),
          fault.form,
          fault.retry_after ?? DEFAULT_WAIT_S,
          call.now,
        );
      case '401':
      case '404':
      case '410':
      case '500':
      case '503':
        return provider.failure(kind, DEFAULT_WAIT_S, call);
      case '502':
        return {
          status: 502,
          headers: { 'content-type': 'text/html' },
          body: '<html><head><title>502 Bad Gateway</title></head></html>',
        };
      case 'html':
        return {
          status: 403,
          headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
          body: HTML,
        };
      case 'slow':
        return { ...answer(), delay_ms: fault.delay_ms ?? DEFAULT_DELAY_MS };
      case 'truncate':
        return { ...answer(), trick: 'truncate' };
      case 'lost':
        return { ...answer(), trick: 'reset' };
      case 'silent':
        return { ...answer(), trick: 'timeout' };
      case 'reset':
      case 'timeout':
        return { status: 200, headers: {}, body: '', trick: kind };
      case 'loop':
        return looped(fault, call, answer);
      case 'bad_record':
        return damaged(answer(), fault.record ?? '', fault.damage ?? 'no_id');
      case 'storm': {
        const d = fault.dice!;
        if (!d.chance(fault.share ?? 0.3))
          return fault.delay_ms ? { ...answer(), delay_ms: fault.delay_ms } : null;
        const next = fault.kinds
          ? d.pick(fault.kinds)
          : d.chance(TIMEOUT_SHARE)
            ? 'timeout'
            : d.pick(PASSING);
        return strike(
          { ...fault, retry_after: 1, form: d.pick(WAIT_FORMS) },
          next,
          provider,
          call,
          answer,
        );
      }
    }
  }

  return {
    add: (fault) => {
      faults.push({
        ...fault,
        until: fault.for_ms === undefined ? Infinity : now() + fault.for_ms,
        dice: fault.kind === 'storm' ? dice(`storm:${fault.seed ?? 0}`) : null,
        kept: new Map(),
      });
    },
    clear: (provider, account) => {
      faults = provider
        ? faults.filter(
            (f) => f.provider !== provider || (account !== undefined && f.account !== account),
          )
        : [];
    },
    list: () => faults.map(({ until: _, dice: __, kept: ___, ...fault }) => fault),
    reset: () => {
      faults = [];
      played.clear();
    },
    played: () => Object.fromEntries(played),
    play(provider, account, call, answer) {
      const fault = find(provider.slug, account, call);
      return fault ? strike(fault, fault.kind, provider, call, answer) : null;
    },
  };
}

/** The first page of a listing that named a next one, again and again. */
function looped(fault: Active, call: Call, answer: () => Reply): Reply {
  const key = `${call.method} ${call.path}`;
  const kept = fault.kept.get(key);
  if (kept) return kept;
  const reply = answer();
  if (/"(after|next_cursor|next_token)":"/.test(String(reply.body))) fault.kept.set(key, reply);
  return reply;
}

function limited(reply: Reply, form: WaitForm | undefined, wait_s: number, now: number): Reply {
  if (!form) return reply;
  const { 'retry-after': _, ...headers } = reply.headers;
  const value = {
    seconds: String(wait_s),
    date: new Date(now + wait_s * 1000).toUTCString(),
    epoch_seconds: String(Math.ceil(now / 1000) + wait_s),
    epoch_ms: String(now + wait_s * 1000),
    none: null,
  }[form];
  return { ...reply, headers: value === null ? headers : { ...headers, 'retry-after': value } };
}
