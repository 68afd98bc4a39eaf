import { describe, expect, it } from 'vitest';
import { bucketsOf, fill } from '@/lib/metrics/buckets';
import { engagementsOf, rateOf, totalsOf } from '@/lib/metrics/totals';

const post = (metrics: Record<string, number | null>) => ({ metrics });

describe('engagement', () => {
  it('is what people did, over how often it was seen', () => {
    const a = post({ likes: 8, replies: 2, impressions: 100, bookmarks: 50 });
    const b = post({ likes: 0, clicks: 10, impressions: 300 });
    expect(engagementsOf(a)).toBe(10);
    expect(rateOf([a])).toBe(0.1);
    expect(rateOf([a, b])).toBe(0.05);
  });

  it('is not known where one of both is not, and never zero instead', () => {
    expect(engagementsOf(post({ impressions: 10 }))).toBeNull();
    expect(rateOf([post({ likes: 1 })])).toBeNull();
    expect(rateOf([post({ likes: null, impressions: 10 })])).toBeNull();
    expect(rateOf([post({ likes: 1, impressions: 0 })])).toBeNull();
    expect(totalsOf([post({ likes: 1 })], { start: null, end: 5 })).toMatchObject({
      followers: 5,
      followers_change: null,
      impressions: null,
      engagements: 1,
      engagement_rate: null,
      posts: 1,
    });
  });
});

describe('time', () => {
  const day = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

  it('has a value for each hour, day or week that is touched, null where none is known', () => {
    const days = bucketsOf(day('2026-11-19T15:00:00Z', '2026-11-21T01:00:00Z'), 'day');
    expect(
      fill(days, [{ bucket: new Date('2026-11-20T00:00:00Z'), value: 3 }]).map((p) => p.value),
    ).toEqual([null, 3, null]);
    const weeks = bucketsOf(day('2026-11-19T15:00:00Z', '2026-11-24T00:00:00Z'), 'week');
    expect(weeks.map((ms) => new Date(ms).toISOString())).toEqual([
      '2026-11-16T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ]);
  });

  it('refuses more than can be drawn', () => {
    expect(() => bucketsOf(day('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'), 'hour')).toThrow(
      /coarser/,
    );
  });
});
