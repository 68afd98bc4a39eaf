import { findConnector } from '@/lib/catalog/service';
import { followersAt, postsIn, trackingSince, type PostRow } from '@/lib/metrics/repository';
import { engagementOf, totalsOf } from '@/lib/metrics/totals';
import type { MetricTotals } from '@/lib/contract/metrics';
import { iso } from '@/lib/platform/clock';

export interface Period {
  from: Date;
  to: Date;
}

/** What an account came to. */
export interface Sums {
  tracking_since: string | null;
  current: MetricTotals;
  previous: MetricTotals;
  engagement_of: string[];
  /** Of the stretch, and of the one before. */
  posts: PostRow[];
  earlier: PostRow[];
}

/** The numbers of an account in a stretch of time and in the one of the same length before it. */
export async function sumsOf(
  account: { id: string; connector_type: string },
  period: Period,
): Promise<Sums> {
  const { id, connector_type } = account;
  const before = {
    from: new Date(2 * period.from.getTime() - period.to.getTime()),
    to: period.from,
  };
  const streams = (findConnector(connector_type)?.streams ?? [])
    .filter((stream) => stream.entity === 'posts')
    .map((stream) => stream.name);
  const [since, begin, start, end, posts, earlier] = await Promise.all([
    trackingSince(id),
    followersAt(id, before.from),
    followersAt(id, period.from),
    followersAt(id, period.to),
    postsIn(id, streams, period),
    postsIn(id, streams, before),
  ]);
  return {
    tracking_since: iso(since),
    current: totalsOf(posts, { start, end }),
    previous: totalsOf(earlier, { start: begin, end: start }),
    engagement_of: engagementOf(posts),
    posts,
    earlier,
  };
}
