import { expect, test } from 'vitest';
import { passwordStrength } from '@/lib/client/password';

test.each([
  ['', 0],
  ['short', 1],
  ['aaaaaaaaaaaa', 2],
  ['password12345', 2],
  ['gravel lamp x', 3],
  ['correct horse battery', 4],
] as const)('"%s" is %d', (password, level) => {
  expect(passwordStrength(password).level).toBe(level);
});
