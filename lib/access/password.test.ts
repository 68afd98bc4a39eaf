import { expect, test } from 'vitest';
import {
  assertStrongPassword,
  hashPassword,
  needsRehash,
  verifyPassword,
} from '@/lib/access/password';

test('a password opens its own hash and no other', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^scrypt\$65536\$8\$1\$/);
  expect(await verifyPassword('correct horse battery', hash)).toBe(true);
  expect(await verifyPassword('correct horse batterz', hash)).toBe(false);
  expect(await hashPassword('correct horse battery')).not.toBe(hash);
});

test('hashes of older parameters keep working and ask to be renewed', async () => {
  const { scryptSync } = await import('node:crypto');
  const salt = Buffer.alloc(16, 7);
  const old = [
    'scrypt',
    16384,
    8,
    1,
    salt.toString('base64url'),
    scryptSync('an old password', salt, 32, { N: 16384, r: 8, p: 1 }).toString('base64url'),
  ].join('$');
  expect(await verifyPassword('an old password', old)).toBe(true);
  expect(needsRehash(old)).toBe(true);
  expect(needsRehash(await hashPassword('x'.repeat(12)))).toBe(false);
});

test.each([null, '', 'plain', 'scrypt$1$2', 'bcrypt$65536$8$1$aaaa$bbbb'])(
  'no password opens %j',
  async (hash) => {
    expect(await verifyPassword('', hash)).toBe(false);
  },
);

// Processor time, not time on the wall: other work on the machine must not decide.
test('an unknown account takes as much work as a wrong password', async () => {
  const hash = await hashPassword('correct horse battery');
  const work = async (stored: string | null) => {
    const from = process.cpuUsage();
    await verifyPassword('wrong', stored);
    const { user, system } = process.cpuUsage(from);
    return user + system;
  };
  await work(hash);
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 4; i++) {
    known.push(await work(hash));
    unknown.push(await work(null));
  }
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5);
});

test.each([
  ['short', /at least 12/],
  ['aaaaaaaaaaaaaa', /few different/],
  ['ababababababab', /few different/],
  ['ada.lovelace!!', /email/],
  ['my ada.lovelace@example.com', /email/],
  ['123456789012', /neighbouring/],
  ['abcdefghijklmn', /neighbouring/],
  ['password1234567!', /common/],
  ['Welcome2026!!!', /common/],
  ['x'.repeat(201), /at most 200/],
])('%j is refused', (password, reason) => {
  expect(() => assertStrongPassword(password, 'ada.lovelace@example.com')).toThrow(reason);
});

test.each([
  'correct horse battery',
  'sieben Zwerge im Wald',
  '9f2c-71ab-66d0',
  '正しい馬電池ホッチキスの束です',
])('%j is accepted', (password) => {
  expect(() => assertStrongPassword(password, 'ada.lovelace@example.com')).not.toThrow();
});
