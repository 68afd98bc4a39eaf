import { useTranslations } from 'next-intl';
import { amount, difference, percent, points } from '@/components/social/numbers';
import type { MetricTotals } from '@/lib/contract/metrics';

/** The numbers of a stretch of time, each beside what it was in the one before. */
export function Figures({
  current: now,
  previous: before,
  formula,
}: {
  current: MetricTotals;
  previous: MetricTotals;
  formula: string;
}) {
  const t = useTranslations();
  return (
    <dl className="flex flex-wrap gap-x-11 gap-y-5">
      <Figure
        value={amount(now.followers, t)}
        name={t('social.figureFollowers')}
        change={now.followers_change === null ? null : difference(now.followers_change, 0, t)}
      />
      <Figure
        value={amount(now.posts, t)}
        name={t('social.figurePosts')}
        change={difference(now.posts, before.posts, t)}
      />
      <Figure
        value={amount(now.impressions, t)}
        name={t('social.figureImpressions')}
        change={difference(now.impressions, before.impressions, t)}
      />
      <Figure
        value={percent(now.engagement_rate, t)}
        name={t('social.figureEngagement')}
        change={points(now.engagement_rate, before.engagement_rate, t)}
        title={formula}
      />
    </dl>
  );
}

const Figure = ({
  value,
  name,
  change,
  title,
}: {
  value: string;
  name: string;
  /** Since the stretch before; null: not known. */
  change: string | null;
  title?: string;
}) => (
  <div title={title} className="flex min-w-24 flex-col-reverse">
    <dt className="text-muted text-xs">
      {name}
      {change === null ? '' : `, ${change}`}
    </dt>
    <dd className="tabular text-xl font-medium tracking-tight">{value}</dd>
  </div>
);
