import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { whyStale } from './install.mjs';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-install-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

const write = (file: string, packages: object) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), JSON.stringify({ packages }));
};
const LOCK = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b-darwin': { version: '1.0.0', optional: true },
  'node_modules/c': { version: '2.0.0', dev: true },
};

test('what is installed is held against the lock file', () => {
  write('package-lock.json', LOCK);
  expect(whyStale(root)).toMatch(/nothing is installed/);
  write('node_modules/.package-lock.json', {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/c': { version: '2.0.0' },
  });
  expect(whyStale(root)).toBeUndefined();
  write('package-lock.json', { ...LOCK, 'node_modules/a': { version: '1.0.1' } });
  expect(whyStale(root)).toBe('a 1.0.1 is in the lock file');
  write('package-lock.json', { ...LOCK, 'node_modules/d': { version: '3.0.0' } });
  expect(whyStale(root)).toBe('d 3.0.0 is in the lock file');
  write('package-lock.json', { ...LOCK, 'node_modules/c': { version: '2.1.0', dev: true } });
  expect(whyStale(root)).toBe('c 2.1.0 is in the lock file');
});
