import * as z from 'zod';
import { Id, Moment, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const GRANULARITIES = ['hour', 'day', 'week'] as const;

/** A stretch of time: from this moment, up to that one. Both have a default. */
const period = {
  /** 90 days before `to` unless said. */
  from: Moment.optional(),
  /** Now unless said. */
  to: Moment.optional(),
};

/** A number at a moment; null: none is known, which is not zero. */
const MetricPoint = z.object({ at: Timestamp, value: z.number().nullable() });

export const getMetrics = defineOperation({
  id: 'getMetrics',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/metrics',
  tag: 'Metrics',
  surface: 'connections',
  summary: 'What a social account’s numbers were over time',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id, ...period, granularity: z.enum(GRANULARITIES).default('day') }),
  output: z.object({
    /** When the first number was kept; nothing is known of the time before. */
    tracking_since: Timestamp.nullable(),
    from: Timestamp,
    to: Timestamp,
    granularity: z.enum(GRANULARITIES),
    /**
     * By metric, the last number known in each hour, day or week (UTC, weeks from Monday). Null: none
     * is known, which is not zero. Sums over the posts are named `posts.…`.
     */
    series: z.array(
      z.object({
        metric: z.string(),
        points: z.array(MetricPoint),
      }),
    ),
  }),
});

/** Numbers of a stretch of time; null: not known. */
export const MetricTotals = z.object({
  /** At its end, and how much that is more than at its beginning. */
  followers: z.number().nullable(),
  followers_change: z.number().nullable(),
  posts: z.int(),
  impressions: z.number().nullable(),
  engagements: z.number().nullable(),
  /** Engagements over impressions, of the posts of which both are known. */
  engagement_rate: z.number().nullable(),
});
export type MetricTotals = z.infer<typeof MetricTotals>;

/** A picture, film or animation of a post. Addresses are the provider's own. */
export const PostMedia = z.object({
  type: z.enum(['image', 'video', 'animation']),
  /** The picture itself; null of what moves. */
  url: z.string().nullable(),
  /** A still of what moves; null of a picture. */
  preview_url: z.string().nullable(),
  /** What its author says is to be seen; null where nothing is said. */
  alt: z.string().nullable(),
  /** Pixels; null where not known. */
  width: z.number().nullable(),
  height: z.number().nullable(),
});
export type PostMedia = z.infer<typeof PostMedia>;

export const SocialPost = z.object({
  id: z.string(),
  text: z.string().nullable(),
  /** Where a person sees it at the provider; null where that is not known. */
  url: z.string().nullable(),
  posted_at: Timestamp,
  metrics: z.record(z.string(), z.number().nullable()),
  /** What hangs on it, in its order; empty where there is nothing, or the provider is not asked. */
  media: z.array(PostMedia),
  engagement_rate: z.number().nullable(),
});
export type SocialPost = z.infer<typeof SocialPost>;

export const getMetricsSummary = defineOperation({
  id: 'getMetricsSummary',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/metrics/summary',
  tag: 'Metrics',
  surface: 'connections',
  summary: 'How a social account did in a stretch of time, beside the one before it, and its posts',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id, ...period }),
  output: z.object({
    tracking_since: Timestamp.nullable(),
    from: Timestamp,
    to: Timestamp,
    current: MetricTotals,
    /** The stretch of the same length before `from`. */
    previous: MetricTotals,
    /** The numbers of a post that are counted as engagement, of those this provider says. */
    engagement_of: z.array(z.string()),
    /** Posted in the stretch, newest first, at most 500. */
    posts: z.array(SocialPost),
  }),
});

/** Two stretches of the same length, the later one first. */
const compared = {
  current: MetricTotals,
  /** The stretch of the same length before `from`. */
  previous: MetricTotals,
  /** The numbers of a post that are counted as engagement, of those the provider says. */
  engagement_of: z.array(z.string()),
};

/** A social account beside others. */
export const ComparedAccount = z.object({
  connection_id: Id,
  connector_type: z.string(),
  name: z.string(),
  /** The handle, or what the account calls itself; null where neither is known. */
  account: z.string().nullable(),
  tracking_since: Timestamp.nullable(),
  ...compared,
  /** The last number known in each day of UTC. */
  followers: z.array(MetricPoint),
});
export type ComparedAccount = z.infer<typeof ComparedAccount>;

/** The accounts at one provider, taken together. */
export const ComparedNetwork = z.object({
  connector_type: z.string(),
  accounts: z.int(),
  ...compared,
});
export type ComparedNetwork = z.infer<typeof ComparedNetwork>;

export const compareMetrics = defineOperation({
  id: 'compareMetrics',
  method: 'GET',
  path: '/api/platform/v1/metrics/accounts',
  tag: 'Metrics',
  surface: 'connections',
  summary: 'How the social accounts of a workspace did in a stretch of time, side by side',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject(period),
  output: z.object({
    from: Timestamp,
    to: Timestamp,
    /** Those whose records the caller may read, by network and name, at most 20. */
    accounts: z.array(ComparedAccount),
    /** How many more there are. */
    left_out: z.int(),
    /** The same accounts by network. */
    networks: z.array(ComparedNetwork),
    /** All of them together. */
    total: z.object(compared),
  }),
});
