import type { RateLimit } from '@/lib/connectors/kit';
import { sleep } from '@/lib/platform/clock';

/**
 * Keeps calls at or under a provider's limits: a sliding log per limit, so that no window of `per_ms` ever holds
 * more than `requests`. One connection syncs in one process at a time (one live run), which makes its budget exact.
 */
const logs = new Map<string, number[]>();

/** Keeps under the limit by this share: clocks and networks are not exact. */
const HEADROOM = 0.95;

/** Waits until the request fits every limit it counts against, then takes its place. `key` names the connection or the app. */
export async function takePermit(limits: readonly RateLimit[], keys: { connection: string; app: string }, url: URL, signal?: AbortSignal): Promise<void> {
  const path = url.pathname;
  for (const limit of limits) {
    if (limit.paths && !limit.paths.test(path)) continue;
    if (limit.except?.test(path)) continue;
    const name = `${limit.scope === 'app' ? keys.app : keys.connection}/${limit.name}`;
    const room = Math.max(1, Math.floor((limit.requests * HEADROOM) / (limit.cost ?? 1)));
    for (;;) {
      const log = logs.get(name) ?? [];
      const now = performance.now();
      while (log.length > 0 && log[0]! <= now - limit.per_ms) log.shift();
      if (log.length === 0) logs.delete(name);
      if (log.length < room) { log.push(now); logs.set(name, log); break; }
      await sleep(Math.ceil(log[0]! + limit.per_ms - now) + 1, signal);
      signal?.throwIfAborted();
    }
  }
}
