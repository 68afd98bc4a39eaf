import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readiness } from '@/lib/api/readiness';
import { closeDatabase } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { keepPostgres } from '@/scripts/keeper';
import { withClient } from '@/scripts/postgres';

let dir: string;
let kept: Awaited<ReturnType<typeof keepPostgres>>;
let said: string[];
const before = { ...env() };

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-keeper-'));
  fs.chmodSync(dir, 0o755);
  said = [];
});
afterEach(async () => {
  await closeDatabase();
  await kept.close();
  Object.assign(env(), before);
  fs.rmSync(dir, { recursive: true, force: true });
});

/** The embedded database of an installation in `dir`, and this process as one of its processes. */
async function start(): Promise<void> {
  kept = await keepPostgres({
    dataDir: dir,
    settings: { fsync: 'off', shared_buffers: '16MB', max_wal_size: '32MB', min_wal_size: '32MB' },
    say: (line) => said.push(line),
  });
  Object.assign(env(), { DATABASE_URL: kept.url, DATA_DIR: dir });
}
const cluster = () => path.join(dir, 'postgres');
const serverPid = () =>
  Number(fs.readFileSync(path.join(cluster(), 'postmaster.pid'), 'utf8').split('\n')[0]);
const patiently = { timeout: 60_000, interval: 100 };

test('a server that was killed comes back by itself, on the same port', async () => {
  await start();
  process.kill(serverPid(), 'SIGKILL');
  await expect.poll(() => said.at(-1), patiently).toBe('The database is running again.');
  expect(await readiness()).toEqual({ ready: true, database: 'ok' });
});

test('what stands in its way is said, and when it is gone the database is back', async () => {
  await start();
  const control = path.join(cluster(), 'global', 'pg_control');
  const pid = serverPid();
  fs.renameSync(control, `${control}.away`);
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(readiness, patiently)
    .toMatchObject({ ready: false, why: expect.stringContaining('pg_control') });
  fs.renameSync(`${control}.away`, control);
  await expect.poll(readiness, patiently).toEqual({ ready: true, database: 'ok' });
});

/** A disk of our own can be made by root only. */
const canMount = () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const probe = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-mount-'));
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]).status === 0;
  if (done) spawnSync('umount', [probe]);
  fs.rmdirSync(probe);
  return done;
};

function fill(file: string): void {
  fs.writeFileSync(file, '');
  for (const bytes of [1 << 20, 1 << 12])
    try {
      for (;;) fs.appendFileSync(file, Buffer.alloc(bytes, 1));
    } catch {
      // full
    }
}

test.runIf(canMount())('a full disk ends it; with room again it goes on', async () => {
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=755', 'tmpfs', dir]);
  try {
    await start();
    const ballast = path.join(dir, 'ballast');
    // Only WAL: a table that cannot grow is an error of its statement, a log that cannot is the end.
    const log = `SELECT pg_logical_emit_message(false, '', repeat('x', 1000000))
                   FROM generate_series(1, 100)`;
    const ended = withClient(kept.url, async (client) => {
      client.on('error', () => undefined);
      await client.query('SELECT 1');
      fill(ballast);
      for (;;) await client.query(log);
    });
    await expect(ended).rejects.toThrow(/No space left|terminat/);
    await expect
      .poll(readiness, patiently)
      .toMatchObject({ ready: false, why: expect.stringMatching(/No space left/) });
    fs.rmSync(ballast);
    await expect.poll(readiness, patiently).toEqual({ ready: true, database: 'ok' });
    await closeDatabase();
    await kept.close();
  } finally {
    spawnSync('umount', ['-l', dir]);
  }
});
