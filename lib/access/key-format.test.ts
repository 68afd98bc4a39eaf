import fs from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { API_KEY_PATTERN, generateKey, hashKey, isWellFormedKey } from '@/lib/access/key-format';

test('keys say which kind they are, and never repeat', () => {
  expect(generateKey('live')).toMatch(/^inlet_sk_live_[0-9A-Za-z]{46}$/);
  expect(generateKey('sandbox')).toMatch(/^inlet_sk_test_[0-9A-Za-z]{46}$/);
  const keys = new Set(Array.from({ length: 500 }, () => generateKey('live')));
  expect(keys.size).toBe(500);
  for (const key of keys) expect(isWellFormedKey(key)).toBe(true);
});

test('one changed character is noticed', () => {
  const other = fc.constantFrom(
    ...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  );
  fc.assert(
    fc.property(fc.integer({ min: 14, max: 59 }), other, (at, character) => {
      const key = generateKey('live');
      fc.pre(key[at] !== character);
      return !isWellFormedKey(key.slice(0, at) + character + key.slice(at + 1));
    }),
    { numRuns: 2000 },
  );
});

test('a key for the other kind of workspace does not pass for this one', () => {
  expect(isWellFormedKey(generateKey('live').replace('_live_', '_test_'))).toBe(false);
});

test.each([
  '',
  'inlet_sk_live_',
  'sk_live_abc',
  ` ${generateKey('live')}`,
  `${generateKey('live')}\n`,
])('%j is no key', (text) => {
  expect(isWellFormedKey(text)).toBe(false);
});

test('the published pattern finds a key, and the stored hash says nothing of it', () => {
  const key = generateKey('live');
  expect(API_KEY_PATTERN.test(key)).toBe(true);
  const published = /^inlet_sk_\S+$/m.exec(fs.readFileSync('docs/api.md', 'utf8'))![0];
  expect(`a line with ${key} in it`.match(new RegExp(published))![0]).toBe(key);
  expect(hashKey(key)).toMatch(/^[0-9a-f]{64}$/);
});
