import { formatCompact, formatNumber, formatTenths, humanize, localeOf } from '@/lib/client/format';
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

/** "+0.3", "−1.2", "no change": how many points more a rate is; null when either is not known. */
export function points(now: number | null, before: number | null, t: Words): string | null {
  if (now === null || before === null) return null;
  const by = Math.round((now - before) * 1_000) / 10;
  if (by === 0) return t('social.noChange');
  return `${by < 0 ? '−' : '+'}${formatTenths(Math.abs(by), t)}`;
}

const METRICS: Record<string, MessageKey> = {
  likes: 'social.metricLikes',
  comments: 'social.metricComments',
  replies: 'social.metricReplies',
  shares: 'social.metricShares',
  reposts: 'social.metricReposts',
  quotes: 'social.metricQuotes',
  clicks: 'social.metricClicks',
  bookmarks: 'social.metricBookmarks',
  impressions: 'social.seen',
};

/** What a number of a post is called after it: "12 likes", "900 seen". */
export const metricName = (name: string, t: Words): string =>
  METRICS[name] ? t(METRICS[name]) : humanize(name).toLowerCase();

/** "likes, replies and clicks". */
export const metricsIn = (names: readonly string[], t: Words): string =>
  new Intl.ListFormat(localeOf(t), { type: 'conjunction' }).format(
    names.map((name) => metricName(name, t)),
  );
