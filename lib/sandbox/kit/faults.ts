import type { Call, Reply, SandboxProvider } from '@/lib/sandbox/kit/provider';

export const FAULTS = ['401', '429', '500', '503', 'html', 'truncate', 'timeout', 'reset', 'slow'] as const;
export type FaultKind = (typeof FAULTS)[number];

/** A trouble asked for by a test. It ends after `times` calls or `for_ms`; without either it lasts until cleared. */
export interface Fault {
  provider: string;
  account?: string;
  /** Start of the path it hits, as the provider sees it; all paths when absent. */
  path?: string;
  kind: FaultKind;
  times?: number;
  for_ms?: number;
  /** For 429: seconds in Retry-After. */
  retry_after?: number;
  /** For slow: how long each answer takes. */
  delay_ms?: number;
}

export interface Faults {
  add: (fault: Fault) => void;
  clear: (provider?: string) => void;
  list: () => readonly Fault[];
  /** Answers the call in place of the provider, or null. `slow` lets the provider answer and delays it. */
  play: (provider: SandboxProvider, account: () => string | null, call: Call, answer: () => Reply) => Reply | null;
}

const DEFAULT_DELAY_MS = 1_000;
const DEFAULT_WAIT_S = 2;
const HTML = '<!DOCTYPE html><html><head><title>Attention Required!</title></head><body><h1>Sorry, you have been blocked</h1></body></html>';

export function createFaults(now: () => number): Faults {
  let faults: (Fault & { until: number })[] = [];

  function find(provider: string, account: () => string | null, call: Call): Fault | undefined {
    if (faults.length === 0) return undefined;
    faults = faults.filter((f) => f.until > now() && f.times !== 0);
    const found = faults.find((f) => f.provider === provider && (!f.path || call.path.startsWith(f.path)) && (!f.account || f.account === account()));
    if (found?.times !== undefined) found.times--;
    return found;
  }

  return {
    add: (fault) => { faults.push({ ...fault, until: fault.for_ms === undefined ? Infinity : now() + fault.for_ms }); },
    clear: (provider) => { faults = provider ? faults.filter((f) => f.provider !== provider) : []; },
    list: () => faults.map(({ until: _, ...fault }) => fault),
    play(provider, account, call, answer) {
      const fault = find(provider.slug, account, call);
      switch (fault?.kind) {
        case undefined: return null;
        case '401': case '429': case '500': case '503': return provider.failure(fault.kind, fault.retry_after ?? DEFAULT_WAIT_S, call);
        case 'html': return { status: 403, headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' }, body: HTML };
        case 'slow': return { ...answer(), delay_ms: fault.delay_ms ?? DEFAULT_DELAY_MS };
        case 'truncate': return { ...answer(), trick: 'truncate' };
        case 'reset': case 'timeout': return { status: 200, headers: {}, body: '', trick: fault.kind };
      }
    },
  };
}
