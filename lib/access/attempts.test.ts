import { expect, test, vi } from 'vitest';
import {
  assertAttemptAllowed,
  clientAddress,
  countFailure,
  countSuccess,
  secondsUntilAllowed,
} from '@/lib/access/attempts';

const fail = (times: number, attempt: { email: string; address: string }) => {
  for (let i = 0; i < times; i++) countFailure(attempt);
};

test('the eleventh guess at one account waits, wherever it comes from', () => {
  for (let i = 0; i < 10; i++) countFailure({ email: 'A@example.com', address: `10.0.0.${i}` });
  expect(() => assertAttemptAllowed({ email: 'a@example.com', address: '10.9.9.9' })).toThrow(
    expect.objectContaining({
      code: 'too_many_attempts',
      details: expect.objectContaining({ extra: { retry_after_seconds: 900 } }),
    }),
  );
  expect(secondsUntilAllowed({ email: 'b@example.com', address: '10.9.9.9' })).toBe(0);
});

test('one address that tries many accounts waits', () => {
  for (let i = 0; i < 50; i++) countFailure({ email: `user${i}@example.com`, address: '10.1.0.1' });
  expect(secondsUntilAllowed({ email: 'new@example.com', address: '10.1.0.1' })).toBeGreaterThan(0);
});

test('a right password clears the account, not the address', () => {
  fail(10, { email: 'c@example.com', address: '10.2.0.1' });
  countSuccess({ email: 'c@example.com', address: '10.2.0.1' });
  expect(secondsUntilAllowed({ email: 'c@example.com', address: '10.2.0.1' })).toBe(0);
  for (let i = 0; i < 40; i++) countFailure({ email: `d${i}@example.com`, address: '10.2.0.1' });
  expect(secondsUntilAllowed({ email: 'c@example.com', address: '10.2.0.1' })).toBeGreaterThan(0);
});

test('the window ends', () => {
  vi.useFakeTimers();
  fail(10, { email: 'e@example.com', address: '10.3.0.1' });
  vi.advanceTimersByTime(15 * 60_000 + 1);
  expect(secondsUntilAllowed({ email: 'e@example.com', address: '10.3.0.1' })).toBe(0);
  vi.useRealTimers();
});

test('what the client wrote into X-Forwarded-For does not count', () => {
  expect(clientAddress(new Headers({ 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 10.0.0.7' }))).toBe(
    '10.0.0.7',
  );
  expect(clientAddress(new Headers())).toBe('unknown');
});
