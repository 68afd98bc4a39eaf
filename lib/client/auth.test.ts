import { expect, test } from 'vitest';
import { safeCallback } from '@/lib/client/auth';

test.each(['/', '/acme/connections', '/acme/connections?connect=hubspot#x'])(
  'goes on to %s',
  (path) => {
    expect(safeCallback(path)).toBe(path);
  },
);

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/api/auth/signout',
  'acme/connections',
  '',
  null,
  undefined,
])('refuses %s', (path) => {
  expect(safeCallback(path)).toBeNull();
});
