import type { Words } from '@/lib/client/words';

/** Made once a language and zone, and not before it is used: making one takes milliseconds. */
function once<Format>(
  make: (locale: string, zone?: string) => Format,
): (t: Words, zone?: string) => Format {
  const made = new Map<string, Format>();
  return (t, zone) => {
    const locale = localeOf(t);
    const key = `${locale} ${zone}`;
    const format = made.get(key) ?? make(locale, zone);
    made.set(key, format);
    return format;
  };
}

const numberFormat = once((locale) => new Intl.NumberFormat(locale));
const tenthsFormat = once(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const compactFormat = once(
  (locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
);

const dayFormat = once(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone }),
);

/** The language of dates and numbers, as a BCP 47 tag: the catalog says its own. */
export const localeOf = (t: Words): string => t('words.locale');

export const formatNumber = (value: number, t: Words): string => numberFormat(t).format(value);
/** With one digit after the point: "2.0". */
export const formatTenths = (value: number, t: Words): string => tenthsFormat(t).format(value);
export const formatCompact = (value: number, t: Words): string => compactFormat(t).format(value);

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/**
 * "3 minutes ago", "in 2 hours"; "just now" under 45 seconds. The catalog has the words: what Intl
 * has for relative times takes a phone a tenth of a second to load, while a page comes to life.
 */
export function formatRelative(iso: string, now_ms: number, t: Words): string {
  const seconds = (Date.parse(iso) - now_ms) / 1000;
  if (Math.abs(seconds) < 45) return seconds > 5 ? t('words.inAMoment') : t('words.justNow');
  const [unit, size] =
    UNITS.find(([, least]) => Math.abs(seconds) >= least * 0.95) ?? UNITS.at(-1)!;
  const n = Math.max(1, Math.round(Math.abs(seconds) / size));
  return seconds < 0 ? t('words.ago', { unit, n }) : t('words.ahead', { unit, n });
}

/** Two clocks differ by no more than this. */
const SKEW_MS = 120_000;

/** The same of what has happened: clocks that differ a little do not put it into the future. */
export const formatPast = (iso: string, now_ms: number, t: Words): string => {
  const at = Date.parse(iso);
  return formatRelative(iso, at - now_ms < SKEW_MS ? Math.max(now_ms, at) : now_ms, t);
};

/** The exact moment, in the reader's zone (the browser's when undefined) and in UTC. */
export function formatExact(
  iso: string,
  zone: string | undefined,
  t: Words,
): { local: string; utc: string } {
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
  const locale = localeOf(t);
  return {
    local: date.toLocaleString(locale, { ...options, timeZone: zone, timeZoneName: 'short' }),
    utc: `${date.toLocaleString(locale, { ...options, timeZone: 'UTC' })} UTC`,
  };
}

/** "Nov 21, 2026" in the zone; in UTC, the same on server and client, when undefined. */
export const formatDay = (iso: string, zone: string | undefined, t: Words): string =>
  dayFormat(t, zone ?? 'UTC').format(new Date(iso));

/** "Sep 1 – Nov 30, 2026", in UTC. */
export const formatDays = (from: string, to: string, t: Words): string =>
  dayFormat(t, 'UTC').formatRange(new Date(from), new Date(to));

/** "820 ms", "4.2 s", "3 min 05 s", "1 h 12 min". */
export function formatDuration(ms: number, t: Words): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${formatNumber(Number((ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)), t)} s`;
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
