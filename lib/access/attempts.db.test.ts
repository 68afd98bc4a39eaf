import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { guess, type Attempt } from '@/lib/access/attempts';
import { DomainError } from '@/lib/contract/errors';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const newEmail = () => `${randomUUID()}@example.com`;
const attempt = (email: string, address = '10.0.0.1', browser: string | null = null): Attempt => ({
  email,
  address,
  browser,
});

/** How many of these guesses were let through to the check, all made at the same time. */
async function passed(attempts: Attempt[], right = false): Promise<number> {
  let checked = 0;
  await Promise.all(
    attempts.map((a) =>
      guess(a, async () => {
        checked += 1;
        return right;
      }).catch((error: unknown) => {
        if (!(error instanceof DomainError) || error.code !== 'too_many_attempts') throw error;
      }),
    ),
  );
  return checked;
}
const times = (n: number, make: (i: number) => Attempt) =>
  Array.from({ length: n }, (_, i) => make(i));

test('of twenty guesses at the same time no more than the limit are checked', async () => {
  const email = newEmail();
  expect(await passed(times(20, () => attempt(email)))).toBe(10);
  expect(await passed([attempt(email.toUpperCase())])).toBe(0);
});

test('guesses at one account from many places are counted together', async () => {
  const email = newEmail();
  expect(await passed(times(60, (i) => attempt(email, `10.7.0.${i}`)))).toBe(30);
  expect(await passed([attempt(email, '10.8.0.1')])).toBe(0);
  expect(await passed([attempt(newEmail(), '10.8.0.1')])).toBe(1);
});

test('one place that tries many accounts is held back, also when it has a whole network of IPv6', async () => {
  expect(await passed(times(80, () => attempt(newEmail(), '10.1.0.1')))).toBe(50);
  expect(
    await passed(times(80, (i) => attempt(newEmail(), `2001:db8:1:2::${i.toString(16)}`))),
  ).toBe(50);
  expect(await passed([attempt(newEmail(), '2001:db8:1:3::1')])).toBe(1);
});

test('strangers do not use up the guesses of a browser the account knows, nor the other way round', async () => {
  const email = newEmail();
  const known = randomUUID();
  await passed(times(60, (i) => attempt(email, `10.9.0.${i}`)));
  await passed(times(80, () => attempt(newEmail(), '10.9.1.1')));
  expect(await passed([attempt(email, '10.9.1.1', known)], true)).toBe(1);
  expect(await passed(times(20, () => attempt(email, '10.9.1.1', known)))).toBe(10);
  expect(await passed([attempt(email, '10.9.1.1', randomUUID())])).toBe(1);
});

test('a right password costs nothing and clears the account from here, not what is shared', async () => {
  const email = newEmail();
  const here = attempt(email, '10.2.0.1');
  for (let i = 0; i < 60; i++) expect(await passed([here], true)).toBe(1);
  expect(await passed(times(9, () => here))).toBe(9);
  expect(await passed([here], true)).toBe(1);
  expect(await passed(times(20, () => here))).toBe(10);
  const shared = attempt(newEmail(), '10.2.0.2');
  await passed(times(50, () => attempt(newEmail(), '10.2.0.2')));
  expect(await passed([shared], true)).toBe(0);
});

test('how long to wait is told as it is, and it is over then', async () => {
  const here = attempt(newEmail(), '10.3.0.1');
  await passed(times(10, () => here));
  const refusal = await guess(here, async () => true).catch((error: DomainError) => error);
  const { retry_after_seconds } = (refusal as DomainError).details.extra as {
    retry_after_seconds: number;
  };
  expect(retry_after_seconds).toBeGreaterThan(14 * 60);
  expect(retry_after_seconds).toBeLessThanOrEqual(16 * 60);
  // Time passes for the counters: the window is counted in 240 slices.
  const slice_seconds = (15 * 60) / 240;
  await db.query(sql`
    UPDATE rate_budgets
    SET newest = newest - ${Math.ceil(retry_after_seconds / slice_seconds) - 1}`);
  const later = await guess(here, async () => true).catch((error: DomainError) => error);
  expect((later as DomainError).details?.extra?.retry_after_seconds ?? 0).toBeLessThanOrEqual(30);
  await db.query(sql`UPDATE rate_budgets SET newest = newest - 2`);
  expect(await passed([here])).toBe(1);
});

test('neither emails nor addresses are kept', async () => {
  await passed([attempt('somebody@example.com', '192.0.2.77')]);
  const { rows } = await db.query<{ key: string }>(sql`SELECT key FROM rate_budgets`);
  expect(rows.map((r) => r.key).join()).not.toMatch(/somebody|192\.0\.2/);
});
