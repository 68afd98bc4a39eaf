import type * as z from 'zod';
import { findConnector } from '@/lib/catalog/service';
import { recordsOf } from '@/lib/connections/service';
import { DomainError } from '@/lib/contract/errors';
import type {
  getMetrics as metricsOperation,
  getMetricsSummary as summaryOperation,
} from '@/lib/contract/metrics';
import type { Principal } from '@/lib/contract/principal';
import { bucketsOf, fill } from '@/lib/metrics/buckets';
import { lastIn, trackingSince } from '@/lib/metrics/repository';
import { sumsOf } from '@/lib/metrics/sums';
import { rateOf } from '@/lib/metrics/totals';
import { iso, now } from '@/lib/platform/clock';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;
const LONGEST_DAYS = 1_100;

/** What an account's numbers were over time. Throws connection_not_found, forbidden, invalid_request. */
export async function getMetrics(
  principal: Principal,
  input: z.output<typeof metricsOperation.input>,
): Promise<z.output<typeof metricsOperation.output>> {
  const row = await recordsOf(principal, input.id);
  const period = periodOf(input);
  const { granularity } = input;
  const buckets = bucketsOf(period, granularity);
  const [since, known] = await Promise.all([
    trackingSince(row.id),
    lastIn(row.id, period, granularity),
  ]);
  const byMetric = Map.groupBy(known, (point) => point.metric);
  return {
    tracking_since: iso(since),
    from: iso(period.from),
    to: iso(period.to),
    granularity,
    series: [...byMetric].map(([metric, points]) => ({ metric, points: fill(buckets, points) })),
  };
}

/** How an account did in a stretch of time, beside the one before it. Throws as getMetrics does. */
export async function getMetricsSummary(
  principal: Principal,
  input: z.output<typeof summaryOperation.input>,
): Promise<z.output<typeof summaryOperation.output>> {
  const row = await recordsOf(principal, input.id);
  const period = periodOf(input);
  const { posts, earlier: _, ...summed } = await sumsOf(row, period);
  const connector = findConnector(row.connector_type);
  const account = { id: row.external_account_id ?? '', details: row.account };
  return {
    from: iso(period.from),
    to: iso(period.to),
    ...summed,
    posts: posts.map((post) => ({
      ...post,
      url: connector?.page_of?.('posts', { id: post.id }, account) ?? null,
      posted_at: iso(post.posted_at),
      engagement_rate: rateOf([post]),
    })),
  };
}

/** The stretch of time that is asked for. Throws invalid_request. */
export function periodOf(input: { from?: string; to?: string }): { from: Date; to: Date } {
  const to = new Date(input.to ?? now());
  const from = new Date(input.from ?? to.getTime() - DEFAULT_DAYS * DAY_MS);
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  if (days > 0 && days <= LONGEST_DAYS && from.getUTCFullYear() > 1) return { from, to };
  const message =
    days > 0 ? `Ask for at most ${LONGEST_DAYS} days.` : 'This has to be before the end.';
  throw new DomainError('invalid_request', {
    detail: message,
    errors: [{ path: 'from', message }],
  });
}
