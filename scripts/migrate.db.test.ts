import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { applyMigrations } from './migrate.ts';
import { withClient } from './postgres.ts';
import { databaseUrl } from './test-database.ts';
import '@/lib/platform/testing';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-migrations-'));
const names: string[] = [];
let url = '';

const sql = (text: string, on = url) =>
  withClient(on, async (client) => (await client.query<Record<string, unknown>>(text)).rows);
const write = (name: string, text: string) => {
  fs.mkdirSync(path.join(dir, name), { recursive: true });
  fs.writeFileSync(path.join(dir, name, 'migration.sql'), text);
};

beforeAll(() => {
  fs.writeFileSync(path.join(dir, 'migration_lock.toml'), 'provider = "postgresql"\n');
});
beforeEach(async () => {
  const name = `test_${process.pid}_m${randomBytes(4).toString('hex')}`;
  names.push(name);
  await sql(`CREATE DATABASE ${name}`, inject('testServer').adminUrl);
  url = databaseUrl(inject('testServer').adminUrl, name);
  for (const entry of fs.readdirSync(dir))
    if (!entry.endsWith('.toml')) fs.rmSync(path.join(dir, entry), { recursive: true });
  write('20260101000000_one', 'CREATE TABLE one (id int);');
  write('20260102000000_two', 'CREATE TABLE two (id int); INSERT INTO one VALUES (1);');
});
afterAll(async () => {
  for (const name of names)
    await sql(`DROP DATABASE ${name} WITH (FORCE)`, inject('testServer').adminUrl);
  fs.rmSync(dir, { recursive: true });
});

test('applies what is missing, in order, in the bookkeeping that Prisma reads', async () => {
  expect(await applyMigrations(url, dir)).toEqual(['20260101000000_one', '20260102000000_two']);
  expect(await applyMigrations(url, dir)).toEqual([]);
  write('20260103000000_three', 'CREATE TABLE three (id int);');
  expect(await applyMigrations(url, dir)).toEqual(['20260103000000_three']);
  const rows = await sql(
    `SELECT migration_name, length(checksum) AS checksum, applied_steps_count,
       finished_at IS NOT NULL AS finished, rolled_back_at, logs
     FROM _prisma_migrations
     ORDER BY 1`,
  );
  expect(rows[0]).toEqual({
    migration_name: '20260101000000_one',
    checksum: 64,
    applied_steps_count: 1,
    finished: true,
    rolled_back_at: null,
    logs: null,
  });
  expect(rows).toHaveLength(3);
});

test('for data of an earlier version applies its migrations only; what is newer comes later', async () => {
  write('20260103000000_three', 'CREATE TABLE three (id int);');
  const only = ['20260101000000_one', '20260102000000_two'];
  expect(await applyMigrations(url, dir, { only })).toEqual(only);
  expect(await applyMigrations(url, dir)).toEqual(['20260103000000_three']);
  await expect(
    applyMigrations(url, dir, { only: [...only, '20990101000000_later'] }),
  ).rejects.toThrow(/newer Inlet \(20990101000000_later is unknown here\)/);
});

test('several processes at once apply each migration once', async () => {
  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, dir)));
  expect(applied.flat()).toHaveLength(2);
  expect(await sql('SELECT * FROM one')).toEqual([{ id: 1 }]);
});

test('a migration that fails leaves nothing behind, and those before it stay', async () => {
  write('20260103000000_three', 'CREATE TABLE three (id int); SELECT 1 / 0;');
  await expect(applyMigrations(url, dir)).rejects.toThrow(
    /20260103000000_three failed and was rolled back: division by zero/,
  );
  expect(
    await sql(`SELECT to_regclass('three') AS three, to_regclass('two')::text AS two`),
  ).toEqual([{ three: null, two: 'two' }]);
  write('20260103000000_three', 'CREATE TABLE three (id int);');
  expect(await applyMigrations(url, dir)).toEqual(['20260103000000_three']);
});

test.each([
  [
    'an edited migration',
    () => write('20260101000000_one', 'CREATE TABLE one (id bigint);'),
    /edited after it was applied/,
  ],
  [
    'a database of a newer version',
    () => fs.rmSync(path.join(dir, '20260102000000_two'), { recursive: true }),
    /newer Inlet/,
  ],
  [
    'a migration that broke half-way',
    () => sql('UPDATE _prisma_migrations SET finished_at = NULL'),
    /failed half-way/,
  ],
])('refuses %s, and changes nothing', async (_, accident, reason) => {
  await applyMigrations(url, dir);
  await Promise.resolve(accident());
  write('20260109000000_next', 'CREATE TABLE next (id int);');
  await expect(applyMigrations(url, dir)).rejects.toThrow(reason);
  expect(await sql(`SELECT to_regclass('next') AS next`)).toEqual([{ next: null }]);
});

test('refuses a database that belongs to something else', async () => {
  await sql('CREATE TABLE wordpress (id int)');
  await expect(applyMigrations(url, dir)).rejects.toThrow(
    /tables that are not Inlet's \(wordpress\)/,
  );
});
