'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { BestTimes } from '@/components/social/best-times';
import { Figures } from '@/components/social/figures';
import { FollowerChart } from '@/components/social/follower-chart';
import { PostList } from '@/components/social/post-list';
import { metricsIn } from '@/components/social/numbers';
import { PostScatter } from '@/components/social/post-scatter';
import { RangeSelect, useDays } from '@/components/social/range-select';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { socialQueries } from '@/lib/client/social-queries';

/**
 * What a social account came to in a stretch of time, beside the one before it. Longer than a screen:
 * the parts of one page.
 */
export function SocialOverview({ id, account }: { id: string; account: string }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [days, setDays] = useDays();
  const [chosen, choose] = useState<string | null>(null);
  const summary = useQuery({
    ...socialQueries.metricsSummary(workspace, id, days),
    placeholderData: keepPreviousData,
  });
  const metrics = useQuery({
    ...socialQueries.metrics(workspace, id, days),
    placeholderData: keepPreviousData,
  });
  // Four charts are drawn in pieces, between what people do.
  const [sums, series] = [useDeferredValue(summary.data), useDeferredValue(metrics.data)];
  if (summary.isError || metrics.isError)
    return (
      <ErrorState
        error={summary.error ?? metrics.error}
        retry={() => void Promise.all([summary.refetch(), metrics.refetch()])}
      />
    );
  if (!sums || !series) return <Skeleton className="h-96 w-full" />;
  const { current, previous, engagement_of, posts, from, to } = sums;
  const formula =
    engagement_of.length === 0
      ? t('social.theProviderSaysNothingEngagement')
      : t('social.rateOverImpressions', { listOf: metricsIn(engagement_of, t) });
  const shown = { account, from, to };
  const followers = series.series.find((s) => s.metric === 'followers')?.points ?? [];
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <Figures current={current} previous={previous} formula={formula} />
        <RangeSelect days={days} onChange={setDays} />
      </div>
      <FollowerChart points={followers} since={series.tracking_since} shown={shown} />
      <div className="grid gap-11 lg:grid-cols-2">
        <PostScatter
          posts={posts}
          shown={shown}
          formula={formula}
          chosen={chosen}
          onChoose={choose}
        />
        <PostList connection={id} posts={posts} chosen={chosen} />
      </div>
      <BestTimes posts={posts} shown={shown} />
    </div>
  );
}
