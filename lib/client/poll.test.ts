import { expect, test } from 'vitest';
import { createBackoff } from '@/lib/client/poll';

const ask = (
  backoff: ReturnType<typeof createBackoff>,
  version: number,
  fingerprint: string,
  in_flight = true,
) => backoff({ in_flight, version, fingerprint });

test('asks every second while things move', () => {
  const backoff = createBackoff();
  expect([1, 2, 3, 4].map((version) => ask(backoff, version, `moved ${version}`))).toEqual([
    1_000, 1_000, 1_000, 1_000,
  ]);
});

test('slows to five seconds while nothing changes, and is quick again when something does', () => {
  const backoff = createBackoff();
  expect([1, 2, 3, 4, 5, 6, 7].map((version) => ask(backoff, version, 'same'))).toEqual([
    1_000, 1_500, 2_250, 3_375, 5_000, 5_000, 5_000,
  ]);
  expect(ask(backoff, 8, 'moved')).toBe(1_000);
});

test('says the same when asked twice about one answer', () => {
  const backoff = createBackoff();
  expect([1, 1, 2, 2, 2].map((version) => ask(backoff, version, 'same'))).toEqual([
    1_000, 1_000, 1_500, 1_500, 1_500,
  ]);
});

test('stops when nothing is in flight, and begins quickly the next time', () => {
  const backoff = createBackoff();
  [1, 2, 3, 4, 5].forEach((version) => ask(backoff, version, 'same'));
  expect(ask(backoff, 6, 'same', false)).toBe(false);
  expect(ask(backoff, 7, 'same')).toBe(1_000);
});
