const LOCALE = 'en';
const numbers = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always', style: 'long' });
const plurals = new Intl.PluralRules(LOCALE);

export const formatNumber = (value: number): string => numbers.format(value);
export const formatCompact = (value: number): string => compact.format(value);

/** "1 record", "12 records". */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${numbers.format(value)} ${plurals.select(value) === 'one' ? one : many}`;

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "3 minutes ago", "in 2 hours"; "just now" under 45 seconds. */
export function formatRelative(iso: string, now_ms: number): string {
  const seconds = (Date.parse(iso) - now_ms) / 1000;
  if (Math.abs(seconds) < 45) return seconds > 5 ? 'in a moment' : 'just now';
  for (const [unit, size] of UNITS)
    if (Math.abs(seconds) >= size * 0.95) return relative.format(Math.round(seconds / size), unit);
  return relative.format(Math.round(seconds / 60), 'minute');
}

/** Two clocks differ by no more than this. */
const SKEW_MS = 120_000;

/** The same of what has happened: clocks that differ a little do not put it into the future. */
export const formatPast = (iso: string, now_ms: number): string => {
  const at = Date.parse(iso);
  return formatRelative(iso, at - now_ms < SKEW_MS ? Math.max(now_ms, at) : now_ms);
};

/** The exact moment, in the reader's zone (the browser's unless said) and in UTC. */
export function formatExact(iso: string, zone?: string): { local: string; utc: string } {
  const date = new Date(iso);
  const options = {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  } as const;
  return {
    local: date.toLocaleString(LOCALE, { ...options, timeZone: zone, timeZoneName: 'short' }),
    utc: `${date.toLocaleString(LOCALE, { ...options, timeZone: 'UTC' })} UTC`,
  };
}

/** "Nov 21, 2026" in the zone, UTC unless said: the same on server and client. */
export const formatDay = (iso: string, zone = 'UTC'): string =>
  new Date(iso).toLocaleDateString(LOCALE, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone: zone,
  });

/** "820 ms", "4.2 s", "3 min 05 s", "1 h 12 min". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0).replace(/\.0$/, '')} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60)
    return `${minutes} min ${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A running clock: "0:07", "12:40", "1:02:09". */
export function formatClock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const [h, m, s] = [Math.floor(total / 3_600), Math.floor((total % 3_600) / 60), total % 60];
  return h > 0
    ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`
    : `${m}:${String(s).padStart(2, '0')}`;
}

/** "api_key.created" or "deal_fields" → "Deal fields". */
export function humanize(name: string): string {
  const words = name.replace(/[_.-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
