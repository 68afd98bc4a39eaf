import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { CADENCES } from '@/lib/contract/common';
import { CADENCE_MS, nextSlotIn, reauthRetryIn, retryIn } from '@/lib/schedule/cadence';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('knows every cadence there is, in milliseconds', () => {
  expect(CADENCE_MS).toEqual({
    '1m': MINUTE,
    '10m': 10 * MINUTE,
    '30m': 30 * MINUTE,
    '1h': HOUR,
    '6h': 6 * HOUR,
    '1d': 24 * HOUR,
  });
  expect(Object.keys(CADENCE_MS)).toEqual([...CADENCES]);
});

describe('the next slot of a connection', () => {
  /** Its place in the interval, as the hash of its id says: computed here once more. */
  const slotOf = (id: string, interval: number) =>
    Number.parseInt(createHash('sha1').update(id).digest('hex').slice(0, 8), 16) % interval;
  const ID = '0193-some-connection';
  const NOW = Date.parse('2026-11-25T10:00:00Z');

  it.each(Object.entries(CADENCE_MS))('%s: is its own place in the interval', (_, interval) => {
    const at = NOW + nextSlotIn(ID, interval, NOW);
    expect(at % interval).toBe(slotOf(ID, interval));
  });

  it('is the slot of this interval while that is at least half an interval away', () => {
    const slot = slotOf(ID, HOUR);
    const before = (ms: number) => nextSlotIn(ID, HOUR, 100 * HOUR + slot - ms);
    expect(before(HOUR / 2)).toBe(HOUR / 2);
    expect(before(HOUR - 1)).toBe(HOUR - 1);
  });

  it('is the one after when that is sooner: nobody syncs twice in a row', () => {
    const slot = slotOf(ID, HOUR);
    const before = (ms: number) => nextSlotIn(ID, HOUR, 100 * HOUR + slot - ms);
    expect(before(HOUR / 2 - 1)).toBe(HOUR + HOUR / 2 - 1);
    expect(before(1)).toBe(HOUR + 1);
    expect(before(0)).toBe(HOUR);
  });

  it('is never due at once and never further away than an interval and a half', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.constantFrom(...Object.values(CADENCE_MS)),
        fc.nat({ max: 2 ** 40 }),
        (id, interval, now) => {
          const wait = nextSlotIn(id, interval, now);
          return wait >= interval / 2 && wait < interval * 1.5;
        },
      ),
    );
  });

  it('spreads connections over the interval', () => {
    const quarters = [0, 0, 0, 0];
    for (let i = 0; i < 1_000; i++)
      quarters[Math.floor(((NOW + nextSlotIn(`c-${i}`, HOUR, NOW)) % HOUR) / (HOUR / 4))]! += 1;
    for (const n of quarters) expect(n).toBeGreaterThan(200);
  });
});

describe('the next try of a failed sync', () => {
  const tryAfter = (failures: number, interval: number, random: number) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    return retryIn(failures, interval);
  };

  it.each([
    [0, MINUTE],
    [1, 2 * MINUTE],
    [2, 4 * MINUTE],
    [5, 32 * MINUTE],
    [10, 1_024 * MINUTE],
    [11, 1_024 * MINUTE],
    [5_000, 1_024 * MINUTE],
  ])('after %d failures in a row it waits %d ms, more or less a fifth', (failures, wait) => {
    expect(tryAfter(failures, 48 * HOUR, 0)).toBeCloseTo(wait * 0.8);
    expect(tryAfter(failures, 48 * HOUR, 0.5)).toBeCloseTo(wait);
    expect(tryAfter(failures, 48 * HOUR, 0.999999)).toBeCloseTo(wait * 1.2, -2);
  });

  it('does not wait longer than the cadence, more or less a fifth', () => {
    expect(tryAfter(6, 30 * MINUTE, 0.5)).toBe(30 * MINUTE);
    expect(tryAfter(0, 30_000, 0.5)).toBe(30_000);
  });
});

it.each([
  [0, 15 * MINUTE],
  [1, HOUR],
  [2, 6 * HOUR],
  [3, null],
  [4, null],
])('a credential that was refused and tried %i times again waits %s ms', (tries, wait) => {
  expect(reauthRetryIn(tries)).toBe(wait);
});
