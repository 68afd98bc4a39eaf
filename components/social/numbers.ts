import { formatCompact, formatNumber, formatTenths } from '@/lib/client/format';
import type { MessageKey, Words } from '@/lib/client/words';

/** What a chart of days says of them: `getMetrics` gathers numbers by days of UTC, as providers do. */
export const IN_UTC: MessageKey = 'social.daysThoseUtc';

/** "2.4 %"; a dash when it is not known. */
export const percent = (share: number | null, t: Words): string =>
  share === null ? '–' : t('social.sharePercent', { share: formatTenths(share * 100, t) });

/** "4,586", "211K"; a dash when it is not known. */
export const amount = (value: number | null, t: Words): string => {
  if (value === null) return '–';
  return value >= 10_000 ? formatCompact(value, t) : formatNumber(value, t);
};

/** "+312", "−4", "no change"; null when either is not known. */
export function difference(now: number | null, before: number | null, t: Words): string | null {
  if (now === null || before === null) return null;
  const by = now - before;
  return by === 0 ? t('social.noChange') : `${by > 0 ? '+' : '−'}${amount(Math.abs(by), t)}`;
}
