import { expect, test } from 'vitest';
import { iso } from '@/lib/platform/clock';

test('a time as text is what Date makes of it, in any year', () => {
  for (const ms of [
    0,
    -1,
    59_999,
    60_000,
    1_795_000_000_123,
    -62_167_219_200_001,
    253_402_300_800_000,
    ...Array.from({ length: 3_000 }, (_, i) => i * 61_234_567),
  ]) {
    expect(iso(new Date(ms))).toBe(new Date(ms).toISOString());
    expect(iso(new Date(ms))).toBe(new Date(ms).toISOString()); // and when it has been asked before
  }
  expect(iso('2026-11-21 10:00:00+02')).toBe('2026-11-21T08:00:00.000Z');
  expect(iso(null)).toBeNull();
  expect(() => iso('yesterday')).toThrow(RangeError);
});
