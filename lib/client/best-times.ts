import type { SocialPost } from '@/lib/contract/metrics';

export const BLOCK_HOURS = 3;
const BLOCKS = 24 / BLOCK_HOURS;
const WEEKDAYS = 7;
const DAY_MS = 86_400_000;
/** 2024-01-01 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

/** The name of a weekday, 0: Monday, in a language. */
export const weekday = (day: number, locale: string, style: 'long' | 'short'): string =>
  new Date(MONDAY + day * DAY_MS).toLocaleDateString(locale, {
    weekday: style,
    timeZone: 'UTC',
  });

/** Some hours of a weekday, and how the posts of those hours were taken. */
export interface Slot {
  /** 0: Monday. */
  day: number;
  /** The hour it begins with, 0 to 21. */
  hour: number;
  posts: number;
  /** The mean of what is known of their engagement rates; null: nothing is. */
  rate: number | null;
}

/**
 * How posts were taken by weekday and by three hours, Monday first, by the clocks of `zone` (an IANA
 * name): the mean of the posts' rates, so that one that many saw does not speak for all. Slots without
 * a post are there, with a rate of null.
 */
export function bestTimes(posts: readonly SocialPost[], zone: string): Slot[] {
  const names = Array.from({ length: WEEKDAYS }, (_, day) => weekday(day, 'en', 'long'));
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    weekday: 'long',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const rates = Array.from({ length: WEEKDAYS * BLOCKS }, () => [] as (number | null)[]);
  for (const { posted_at, engagement_rate } of posts) {
    const parts = clock.formatToParts(Date.parse(posted_at));
    const read = (type: 'weekday' | 'hour') => parts.find((part) => part.type === type)!.value;
    const day = names.indexOf(read('weekday'));
    rates[day * BLOCKS + Math.floor(Number(read('hour')) / BLOCK_HOURS)]!.push(engagement_rate);
  }
  return rates.map((all, i) => {
    const known = all.filter((rate) => rate !== null);
    return {
      day: Math.floor(i / BLOCKS),
      hour: (i % BLOCKS) * BLOCK_HOURS,
      posts: all.length,
      rate: known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0) / known.length,
    };
  });
}
