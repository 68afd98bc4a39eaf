import { expect, it } from 'vitest';
import { barsOf } from '@/components/social/mix';
import type { MetricTotals } from '@/lib/contract/metrics';

const totals = (said: Partial<MetricTotals>): MetricTotals => ({
  followers: null,
  followers_change: null,
  posts: 0,
  impressions: null,
  engagements: null,
  engagement_rate: null,
  ...said,
});
const network = (connector_type: string, current: MetricTotals, previous = totals({})) => ({
  connector_type,
  accounts: 1,
  engagement_of: [],
  current,
  previous,
});

it('a share is of what is known, and a rate is measured by the highest', () => {
  const bars = barsOf(
    [
      network(
        'x',
        totals({ followers: 300, posts: 3, engagement_rate: 0.02 }),
        totals({ engagement_rate: 0.04 }),
      ),
      network('linkedin', totals({ followers: 100, posts: 1, impressions: 50 })),
    ],
    {
      current: totals({ followers: 400, posts: 4, impressions: 50 }),
      previous: totals({}),
    },
  );
  const of = (measure: string, type: string) =>
    bars.find((bar) => bar.measure === measure && bar.network === type)!;
  expect(bars.map(({ network: type }) => type)).toEqual(Array(4).fill(['x', 'linkedin']).flat());
  expect(of('followers', 'x').now).toEqual({ value: 300, share: 0.75, length: 0.75 });
  expect(of('posts', 'linkedin').now).toEqual({ value: 1, share: 0.25, length: 0.25 });
  expect(of('impressions', 'linkedin').now.share).toBe(1);
  expect(of('engagement_rate', 'x')).toMatchObject({
    now: { value: 0.02, share: null, length: 0.5 },
    before: { length: 1 },
  });
});

it('what is not known has no bar, and neither has a share of nothing', () => {
  const bars = barsOf([network('x', totals({}))], { current: totals({}), previous: totals({}) });
  for (const { now, before } of bars) {
    expect(now.length).toBeNull();
    expect(before.length).toBeNull();
  }
});
