import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-settings-'));
const SECRETS = { INLET_ENCRYPTION_KEY: 'k'.repeat(32), SESSION_SECRET: 's'.repeat(32) };
let dir = '';
let said: string[] = [];

const read = (env: Record<string, string>) => {
  for (const name of [
    'DATABASE_URL',
    'INLET_ENCRYPTION_KEY',
    'CONNECTOR_ENCRYPTION_KEY',
    'SESSION_SECRET',
    'PORT',
  ])
    delete process.env[name];
  Object.assign(process.env, { DATA_DIR: dir, ...env });
  said = [];
  return readSettings((line) => {
    said.push(line);
  });
};

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(parent, 'data-'));
});
afterAll(() => fs.rmSync(parent, { recursive: true }));

test('with our own database, missing secrets are made once, kept private, and said so', async () => {
  const first = await read({});
  const file = path.join(dir, 'secrets.json');
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(said.join()).toContain('secrets.json');
  expect(said.join()).not.toContain(first.env.SESSION_SECRET);
  expect(first.embedded).toBe(true);
  const second = await read({});
  expect(second.env).toMatchObject({
    INLET_ENCRYPTION_KEY: first.env.INLET_ENCRYPTION_KEY,
    SESSION_SECRET: first.env.SESSION_SECRET,
  });
  expect(said).toEqual([]);
});

test('secrets that are set win, under either name', async () => {
  const { env } = await read({
    CONNECTOR_ENCRYPTION_KEY: 'c'.repeat(32),
    SESSION_SECRET: SECRETS.SESSION_SECRET,
  });
  expect(env.INLET_ENCRYPTION_KEY).toBe('c'.repeat(32));
  expect(fs.existsSync(path.join(dir, 'secrets.json'))).toBe(false);
});

test('a database whose secrets are gone is not given new ones', async () => {
  fs.writeFileSync(path.join(dir, 'postgres.password'), 'x');
  await expect(read({})).rejects.toThrow(/secrets\.json is missing.*Restore it/);
  expect(fs.readdirSync(dir)).toEqual(['postgres.password']);
});

test('with DATABASE_URL a missing secret refuses the start, one line each', async () => {
  await expect(read({ DATABASE_URL: 'postgres://x@db/inlet' })).rejects.toThrow(
    /^INLET_ENCRYPTION_KEY is missing\. [^\n]+\nSESSION_SECRET is missing\. [^\n]+$/,
  );
  expect(await read({ DATABASE_URL: 'postgres://x@db/inlet', ...SECRETS })).toMatchObject({
    embedded: false,
    parsed: { DATABASE_URL: 'postgres://x@db/inlet' },
  });
});

test.each([
  [{ PORT: 'abc' }, /PORT is not valid/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL is not valid/],
  [{ SESSION_SECRET: 'short' }, /SESSION_SECRET is not valid/],
])('%j says what to set', async (env, reason) => {
  await expect(read({ ...SECRETS, ...env })).rejects.toThrow(reason);
});
