import { expect, test } from 'vitest';
import { bestTimes } from '@/lib/client/best-times';
import type { SocialPost } from '@/lib/contract/metrics';

/** A post at that hour of a day in UTC; November 30, 2026 is a Monday. */
const post = (date: number, hour: number, engagement_rate: number | null): SocialPost => ({
  id: `${date}-${hour}`,
  text: null,
  url: null,
  posted_at: new Date(Date.UTC(2026, 10, date, hour, 30)).toISOString(),
  metrics: {},
  media: [],
  engagement_rate,
});

test('posts are gathered by weekday and three hours; unknown is not zero', () => {
  const slots = bestTimes(
    [post(30, 8, 0.02), post(23, 7, 0.04), post(30, 6, null), post(29, 23, 0)],
    'UTC',
  );
  expect(slots).toHaveLength(56);
  const filled = slots.filter((slot) => slot.posts > 0);
  expect(filled).toHaveLength(2);
  expect(filled[0]).toMatchObject({ day: 0, hour: 6, posts: 3 });
  expect(filled[0]!.rate).toBeCloseTo(0.03);
  expect(filled[1]).toEqual({ day: 6, hour: 21, posts: 1, rate: 0 });
  expect(bestTimes([post(30, 6, null)], 'UTC').find((slot) => slot.posts === 1)!.rate).toBeNull();
});

test('the hours are those of the zone, over midnight and the end of a week', () => {
  const place = (zone: string) => {
    const { day, hour } = bestTimes([post(30, 0, 0.02)], zone).find((slot) => slot.posts === 1)!;
    return [day, hour];
  };
  expect(place('UTC')).toEqual([0, 0]);
  expect(place('Asia/Tokyo')).toEqual([0, 9]);
  expect(place('America/New_York')).toEqual([6, 18]);
});
