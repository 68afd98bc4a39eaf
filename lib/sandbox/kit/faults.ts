import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { altered, rawReply } from '@/lib/sandbox/kit/answers';
import { damaged, type Damage } from '@/lib/sandbox/kit/damage';
import { dice, type Dice } from '@/lib/sandbox/kit/dice';
import { limited, looped, secretsOf } from '@/lib/sandbox/kit/fault-forms';
import type { WaitForm } from '@/lib/sandbox/kit/fault-forms';
import { WAIT_FORMS } from '@/lib/sandbox/kit/fault-forms';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';

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
  'raw',
  'alter',
  'echo',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/**
 * A trouble asked for by a test. It ends after `times` calls or `for_ms`; without either it lasts
 * until cleared.
 */
export interface Fault {
  provider: string;
  account?: string;
  method?: string;
  /**
   * Start of the path it hits, as the provider sees it; `*` stands for anything, `$` at the end for
   * the end. All paths when absent.
   */
  path?: string;
  /** Parameters the call must have in its query; null: must not have. */
  query?: Record<string, string | null>;
  /** A text its query or body holds: for providers that have one path for everything. */
  says?: string;
  kind: FaultKind;
  /** So many calls go through before it begins. */
  skip?: number;
  times?: number;
  for_ms?: number;
  /** For raw (200 when absent) and alter. */
  status?: number;
  /** For raw and alter; null takes a header away, `date` too. */
  headers?: Record<string, string | null>;
  /** For raw: the bytes, as text or in base64. */
  body?: string;
  base64?: string;
  /** For alter: values by path into the provider's own JSON answer, such as `paging.next.after`. */
  fields?: Record<string, unknown>;
  /** For alter: paths to take away. */
  drop?: readonly string[];
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
   * Answers the call in place of the provider, or null. `slow`, `lost`, `silent` and `alter` let
   * the provider do the work.
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
const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head></html>';
const BLOCKED =
  '<!DOCTYPE html><html><head><title>Attention Required!</title></head>' +
  '<body><h1>Sorry, you have been blocked</h1></body></html>';
/** What passes by itself. A timeout costs its caller half a minute: it is the rarest. */
const PASSING: readonly FaultKind[] = ['reset', 'truncate', '500', '502', '503', 'html', '429'];
const TIMEOUT_SHARE = 0.01;

type Active = {
  fault: Fault;
  until: number;
  path: RegExp | null;
  dice: Dice;
  kept: Map<string, Reply>;
};

export function createFaults(now: () => number): Faults {
  let faults: Active[] = [];
  const played = new Map<string, number>();

  function find(provider: string, account: () => string | null, call: Call): Active | undefined {
    if (faults.length === 0) return undefined;
    faults = faults.filter((f) => f.until > now() && f.fault.times !== 0);
    const found = faults.find(
      ({ fault, path }) =>
        fault.provider === provider &&
        (!fault.method || fault.method === call.method) &&
        (!path || path.test(call.path)) &&
        Object.entries(fault.query ?? {}).every(([name, v]) => call.query.get(name) === v) &&
        (!fault.says || [...call.query.values(), call.body].join(' ').includes(fault.says)) &&
        (!fault.account || fault.account === account()),
    );
    if (found?.fault.skip) {
      found.fault.skip--;
      return undefined;
    }
    if (found?.fault.times !== undefined) found.fault.times--;
    return found;
  }

  return {
    add: (fault) => {
      faults.push({
        fault: { ...fault },
        until: fault.for_ms === undefined ? Infinity : now() + fault.for_ms,
        path: fault.path ? pathPattern(fault.path) : null,
        dice: dice(`storm:${fault.seed ?? 0}`),
        kept: new Map(),
      });
    },
    clear: (provider, account) => {
      faults = faults.filter(
        ({ fault: f }) =>
          provider !== undefined &&
          (f.provider !== provider || (account !== undefined && f.account !== account)),
      );
    },
    list: () => faults.map(({ fault }) => ({ ...fault })),
    reset: () => {
      faults = [];
      played.clear();
    },
    played: () => Object.fromEntries(played),
    play(provider, account, call, answer) {
      const active = find(provider.slug, account, call);
      if (!active) return null;
      const { kind, fault } =
        active.fault.kind === 'storm'
          ? gust(active)
          : { kind: active.fault.kind, fault: active.fault };
      if (kind === null) return fault.delay_ms ? { ...answer(), delay_ms: fault.delay_ms } : null;
      if (kind !== 'slow') played.set(kind, (played.get(kind) ?? 0) + 1);
      return strike(kind, fault, active.kept, provider, call, answer);
    },
  };
}

function pathPattern(path: string): RegExp {
  const whole = path.endsWith('$');
  const literal = (whole ? path.slice(0, -1) : path).replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*')}${whole ? '$' : ''}`);
}

/** What a storm does to the next call; null: it goes through. */
function gust({ fault, dice: d }: Active): { kind: FaultKind | null; fault: Fault } {
  if (!d.chance(fault.share ?? 0.3)) return { kind: null, fault };
  const rare = !fault.kinds && d.chance(TIMEOUT_SHARE);
  const kind = rare ? 'timeout' : d.pick(fault.kinds ?? PASSING);
  return { kind, fault: { ...fault, retry_after: 1, form: d.pick(WAIT_FORMS) } };
}

/** What each kind does to a call. Longer than a screen: a line or two a kind, all in one place. */
function strike(
  kind: FaultKind,
  fault: Fault,
  kept: Map<string, Reply>,
  provider: SandboxProvider,
  call: Call,
  answer: () => Reply,
): Reply | null {
  const wait_s = fault.retry_after ?? DEFAULT_WAIT_S;
  switch (kind) {
    case '429': {
      const reply = provider.refuse(
        { status: 429, why: 'limit', message: 'Too many requests', wait_s },
        call,
      );
      return limited(reply, fault.form, wait_s, call.now);
    }
    case '401':
      return provider.refuse(
        { status: 401, why: 'expired', message: 'The credentials are not accepted' },
        call,
      );
    case '404':
    case '410':
    case '500':
    case '503':
      return provider.refuse(
        { status: Number(kind), why: 'trouble', message: TROUBLES[kind], wait_s },
        call,
      );
    case '502':
      return { status: 502, headers: { 'content-type': 'text/html' }, body: BAD_GATEWAY };
    case 'html':
      return {
        status: 403,
        headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
        body: BLOCKED,
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
      return looped(kept, call, answer);
    case 'bad_record':
      return damaged(answer(), fault.record ?? '', fault.damage ?? 'no_id');
    case 'raw':
      return rawReply(fault);
    case 'alter':
      return altered(answer(), fault);
    case 'echo': {
      const message = `The credentials ${secretsOf(call).join(' and ') || '(none)'} cannot be used here`;
      return provider.refuse({ status: 400, why: 'trouble', message }, call);
    }
    case 'storm':
      return null;
  }
}

const TROUBLES = {
  '404': 'Not found',
  '410': 'Gone',
  '500': 'Internal server error',
  '503': 'Service unavailable',
};
