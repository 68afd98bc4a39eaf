import { describe, expect, it } from 'vitest';
import { assertSchedule, longestGapOf, nextTimeOf } from '@/lib/schedule/cron';

const at = (time: string) => Date.parse(time);
const HOUR = 3_600_000;
const inBerlin = (cron: string) => ({ cron, timezone: 'Europe/Berlin' });

describe('the next time of a schedule', () => {
  it('is in its time zone', () => {
    const next = (timezone: string) =>
      new Date(nextTimeOf({ cron: '0 9 * * *', timezone }, at('2026-11-30T12:00:00Z'))!);
    expect(next('UTC').toISOString()).toBe('2026-12-01T09:00:00.000Z');
    expect(next('Europe/Berlin').toISOString()).toBe('2026-12-01T08:00:00.000Z');
    expect(next('Asia/Tokyo').toISOString()).toBe('2026-12-01T00:00:00.000Z');
  });

  it('keeps to the wall clock when summer begins and ends', () => {
    const next = (after: string) => nextTimeOf(inBerlin('30 8 * * *'), at(after));
    expect(next('2026-03-28T12:00:00Z')).toBe(at('2026-03-29T06:30:00Z'));
    expect(next('2026-10-24T12:00:00Z')).toBe(at('2026-10-25T07:30:00Z'));
    // 02:30 is skipped that night, and comes twice in the other: a daily sync runs once in each.
    const nightly = inBerlin('30 2 * * *');
    const inNight = (from: string, until: string) => {
      const times: number[] = [];
      for (let t = nextTimeOf(nightly, at(from))!; t < at(until); t = nextTimeOf(nightly, t)!)
        times.push(t);
      return times;
    };
    expect(inNight('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toHaveLength(1);
    expect(inNight('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toHaveLength(1);
  });

  it('is after the time asked for, never at it', () => {
    const noon = at('2026-11-30T12:00:00Z');
    expect(nextTimeOf({ cron: '* * * * *', timezone: 'UTC' }, noon)).toBe(noon + 60_000);
  });
});

describe('what is no schedule', () => {
  it.each([
    ['* * * * * *', 'cron'],
    ['*/10 * * * * *', 'cron'],
    ['every day', 'cron'],
    ['61 * * * *', 'cron'],
    ['0 0 30 2 *', 'cron'],
    ['2030-01-01T00:00:00Z', 'cron'],
    ['@secondly', 'cron'],
    ['', 'cron'],
  ])('%j is refused, and named', (cron, field) => {
    expect(() => assertSchedule({ cron, timezone: 'UTC' }, Date.now())).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        details: expect.objectContaining({
          errors: [{ path: `schedule.${field}`, message: expect.any(String) }],
        }),
      }),
    );
  });
  it('nor is a time zone that is none', () => {
    expect(() => assertSchedule({ cron: '0 * * * *', timezone: 'Mars/Crater' }, 0)).toThrow(
      'schedule.timezone',
    );
  });
  it.each(['* * * * *', '0 */6 * * *', '5 4 * * MON-FRI', '0 9 L * *', '@daily'])(
    '%j is one',
    (cron) => expect(() => assertSchedule(inBerlin(cron), Date.now())).not.toThrow(),
  );
});

it.each([
  ['0 * * * *', 1, 1],
  ['0 9 * * *', 24, 25],
  ['*/5 9-17 * * 1-5', 57, 64],
  ['0 9 * * 1', 167, 169],
  ['0 0 1 * *', 24 * 30, 24 * 31 + 1],
  ['0 0 1 1 *', 24 * 365, 24 * 366],
])('the longest gap of %j is between %i and %i hours', (cron, least, most) => {
  const gap = longestGapOf(inBerlin(cron), at('2026-11-30T12:00:00Z')) / HOUR;
  expect(gap).toBeGreaterThanOrEqual(least);
  expect(gap).toBeLessThanOrEqual(most);
});
