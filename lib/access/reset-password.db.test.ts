import { expect, test } from 'vitest';
import { guess } from '@/lib/access/attempts';
import { verifyPassword } from '@/lib/access/password';
import { findUserByEmail } from '@/lib/access/repository';
import { operations } from '@/lib/operations/testing';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

test('the command gives the account a new password, shows it once, and lets it in at once', async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const attempt = { email: owner.email, address: '192.0.2.1', browser: null };
  for (let i = 0; i < 10; i++) await guess(attempt, async () => false);
  await expect(guess(attempt, async () => true)).rejects.toThrow('Too many wrong passwords');

  const { code, said } = await operations(['reset-password', owner.email.toUpperCase()]);
  expect({ code, said }).toMatchObject({ code: 0 });
  const password = /is: ((?:[a-z2-9]{5}-){4}[a-z2-9]{5})\n/.exec(said)?.[1] ?? '';
  expect(said).toContain('1 session ended.');
  const { password_hash } = (await findUserByEmail(owner.email))!;
  expect(await guess(attempt, () => verifyPassword(password, password_hash))).toBe(true);
  expect((await db.query(sql`SELECT 1 FROM sessions`)).rowCount).toBe(0);
  const kept = JSON.stringify((await db.query(sql`SELECT * FROM users, audit_events`)).rows);
  expect(kept).not.toContain(password);
  const other = await operations(['reset-password', owner.email]);
  expect(other.said).not.toContain(password);
});

test('an account that is not there is said so, in one line', async () => {
  const { code, said } = await operations(['reset-password', 'nobody@example.com']);
  expect(code).toBe(1);
  expect(said.trim()).toBe('No account has the email nobody@example.com.');
});
