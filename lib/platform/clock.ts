/** Wall clock in epoch milliseconds. Leases and order use the database's clock, never this one. */
export const now = (): number => Date.now();

/** ISO 8601 text of a database time, or null. */
export function iso(value: Date | string): string;
export function iso(value: Date | string | null): string | null;
export function iso(value: Date | string | null): string | null {
  return value === null ? null : textOf(value instanceof Date ? value : new Date(value));
}

const MINUTE_MS = 60_000;
const MINUTES_KEPT = 1_000;
const minutes = new Map<number, string>();
const digits = (count: number): string[] =>
  Array.from({ length: 10 ** count }, (_, i) => String(i).padStart(count, '0'));
const TWO = digits(2),
  THREE = digits(3);

/**
 * As Date.toISOString(), four times as fast where many times share a minute: that was a tenth of a
 * list.
 */
function textOf(time: Date): string {
  const ms = time.getTime();
  const minute = Math.floor(ms / MINUTE_MS);
  let before = minutes.get(minute);
  if (before === undefined) {
    if (minutes.size >= MINUTES_KEPT) minutes.clear();
    before = time.toISOString().slice(0, -'00.000Z'.length);
    minutes.set(minute, before);
  }
  const rest = ms - minute * MINUTE_MS;
  return `${before}${TWO[Math.trunc(rest / 1000)]}.${THREE[rest % 1000]}Z`;
}

/** Resolves after `ms`, or as soon as the signal aborts. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
