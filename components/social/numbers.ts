import { formatCompact, formatNumber } from '@/lib/client/format';

/** What a chart of days says of them: `getMetrics` gathers numbers by days of UTC, as providers do. */
export const IN_UTC = 'Days are those of UTC.';

/** "2.4 %"; a dash when it is not known. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${(share * 100).toFixed(1)} %`;

/** "4,586", "211K"; a dash when it is not known. */
export const amount = (value: number | null): string => {
  if (value === null) return '–';
  return value >= 10_000 ? formatCompact(value) : formatNumber(value);
};

/** "+312", "−4", "no change"; null when either is not known. */
export function difference(now: number | null, before: number | null): string | null {
  if (now === null || before === null) return null;
  const by = now - before;
  return by === 0 ? 'no change' : `${by > 0 ? '+' : '−'}${amount(Math.abs(by))}`;
}
