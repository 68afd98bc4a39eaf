import type { Examples } from '@/lib/contract/examples/example';
import { CONNECTION_ID } from '@/lib/contract/examples/samples';

const id = CONNECTION_ID;
const period = { from: '2026-11-19T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };

const SEEN = {
  followers: 4586,
  followers_change: null,
  posts: 1,
  impressions: 12_900,
  engagements: 400,
  engagement_rate: 0.031,
};
const UNKNOWN = {
  followers: null,
  followers_change: null,
  posts: 0,
  impressions: null,
  engagements: null,
  engagement_rate: null,
};

/** What social accounts' numbers were. */
export const METRIC_EXAMPLES = {
  getMetrics: [
    {
      summary: 'Followers of two days',
      input: { id, ...period, granularity: 'day' },
      output: {
        ...period,
        tracking_since: '2026-11-20T06:00:00.000Z',
        granularity: 'day',
        series: [
          {
            metric: 'followers',
            points: [
              { at: '2026-11-19T00:00:00.000Z', value: null },
              { at: '2026-11-20T00:00:00.000Z', value: 4586 },
            ],
          },
        ],
      },
    },
  ],
  getMetricsSummary: [
    {
      summary: 'Two days beside the two before',
      input: { id, ...period },
      output: {
        ...period,
        tracking_since: '2026-11-20T06:00:00.000Z',
        current: SEEN,
        previous: UNKNOWN,
        engagement_of: ['likes', 'replies'],
        posts: [
          {
            id: '1860000000000000001',
            text: 'Office hours on Thursday.',
            url: 'https://x.com/i/web/status/1868000000000000000',
            posted_at: '2026-11-20T09:00:00.000Z',
            metrics: { impressions: 12_900, likes: 372, replies: 28 },
            media: [
              {
                type: 'image',
                url: 'https://pbs.twimg.com/media/F1sandbox.png',
                preview_url: null,
                alt: 'The whiteboard of last week',
                width: 1200,
                height: 675,
              },
            ],
            engagement_rate: 0.031,
          },
        ],
      },
    },
  ],
  compareMetrics: [
    {
      summary: 'The accounts of one network, two days beside the two before',
      input: period,
      output: {
        ...period,
        accounts: [
          {
            connection_id: id,
            connector_type: 'x',
            name: 'X',
            account: '@acme',
            tracking_since: '2026-11-20T06:00:00.000Z',
            current: SEEN,
            previous: UNKNOWN,
            engagement_of: ['likes', 'replies'],
            followers: [
              { at: '2026-11-19T00:00:00.000Z', value: null },
              { at: '2026-11-20T00:00:00.000Z', value: 4586 },
            ],
          },
        ],
        left_out: 0,
        networks: [
          {
            connector_type: 'x',
            accounts: 1,
            current: SEEN,
            previous: UNKNOWN,
            engagement_of: ['likes', 'replies'],
          },
        ],
        total: { current: SEEN, previous: UNKNOWN, engagement_of: ['likes', 'replies'] },
      },
    },
  ],
} satisfies Examples;
