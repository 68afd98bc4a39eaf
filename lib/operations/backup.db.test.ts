import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyDatabase, end, operations, startWorker, until } from '@/lib/operations/testing';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { raw, sql, type Statement } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectHubSpot, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';
import { gunzipSync, gzipSync } from 'node:zlib';
import { withClient } from '@/scripts/postgres';

useTestDatabase();
const sandbox = useSandbox();
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-backup-'));
const file = path.join(dir, 'inlet.backup');
const RECORDS = 12_000;
const account = `bulk-${RECORDS}`;
const dropped: (() => Promise<void>)[] = [];
let live = '';

const target = async (migrated: boolean) => {
  const made = await emptyDatabase({ migrated });
  dropped.push(made.drop);
  return made.url;
};
const ask = <Row extends pg.QueryResultRow>(url: string, statement: Statement) =>
  withClient(url, async (client) => (await client.query<Row>(statement)).rows);
/** Rows of every table a backup holds. */
const counts = async (url: string) => {
  const tables = await ask<{ name: string }>(
    url,
    sql`
      SELECT relname AS name
      FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
        AND relname <> '_prisma_migrations'
      ORDER BY 1`,
  );
  const out: Record<string, number> = {};
  for (const { name } of tables)
    out[name] = (
      await ask<{ n: number }>(url, sql`SELECT count(*)::int AS n FROM ${raw(`"${name}"`)}`)
    )[0]!.n;
  return out;
};

beforeAll(async () => {
  const principal = await makePrincipal(await makeWorkspace());
  const other = await makePrincipal(
    await makeWorkspace({ name: 'Tab\tand \\ "quote"\nand newline \u0001 Ünïcödé' }),
  );
  const { id } = await connectPipedrive(other, bulkKey(30));
  await work(id);
  // Text that COPY has to escape, and the marker itself.
  await db.query(sql`
    UPDATE records
    SET data = data || ${{ note: '\\.\n\\.\n\t\\N\r\n' }}
    WHERE connection_id = ${id}`);
  live = await connectHubSpot(principal, account);
  const { control } = sandbox.current.sandbox;
  control.fault({ provider: 'hubspot', account, kind: 'slow', delay_ms: 15 });
  const worker = startWorker({ SANDBOX_URL: sandbox.current.url });
  await until(
    async () =>
      (
        await db.query<{ n: number }>(sql`
          SELECT records_read AS n
          FROM sync_runs
          WHERE connection_id = ${live}`)
      ).rows[0]!.n,
    (n) => n > 1_500,
    60_000,
  );
  // However long the backup takes, the sync is in the middle.
  control.clearFaults('hubspot', account);
  control.fault({ provider: 'hubspot', account, kind: 'slow', delay_ms: 20_000 });
  const made = await operations(['backup', file]);
  await end(worker, 'SIGKILL');
  control.clearFaults('hubspot', account);
  if (made.code !== 0) throw new Error(made.said);
}, 120_000);
afterAll(async () => {
  for (const drop of dropped) await drop();
  fs.rmSync(dir, { recursive: true });
});

it(
  'a backup made during a sync restores: counts equal, every credential opens, a ' +
    'worker finishes the run without a duplicate',
  async () => {
    const url = await target(true);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(await operations(['examine', file], { DATABASE_URL: url })).toMatchObject({ code: 0 });
    const restored = await operations(['restore', file], { DATABASE_URL: url });
    expect(restored.said).toContain('all 2 stored secrets open');
    expect(restored.code).toBe(0);
    const said = JSON.parse(
      gunzipSync(fs.readFileSync(file)).toString('utf8').trimEnd().split('\n').at(-1)!,
    ) as { rows: Record<string, number>; sequences: Record<string, { value: string }> };
    expect(await counts(url)).toEqual(said.rows);
    const [run] = await ask<{ status: string; records_read: number }>(
      url,
      sql`
        SELECT status, records_read
        FROM sync_runs
        WHERE connection_id = ${live}`,
    );
    expect(run).toMatchObject({ status: 'running' });
    expect(run!.records_read).toBeLessThan(RECORDS);
    // What was odd is what it was, and the next record is numbered past all that are there.
    expect(
      await ask(
        url,
        sql`
          SELECT count(*)::int AS n
          FROM records
          WHERE data->>'note' = ${'\\.\n\\.\n\t\\N\r\n'}`,
      ),
    ).toEqual([
      {
        n: (await db.query(sql`SELECT 1 FROM records WHERE data ? 'note'`)).rowCount,
      },
    ]);
    expect(await ask(url, sql`SELECT name FROM workspaces ORDER BY id`)).toEqual(
      (await db.query(sql`SELECT name FROM workspaces ORDER BY id`)).rows,
    );
    expect(
      await ask(url, sql`SELECT nextval('record_seq') > (SELECT max(seq) FROM records) AS past`),
    ).toEqual([{ past: true }]);

    sandbox.current.sandbox.control.clearFaults();
    const worker = startWorker({ SANDBOX_URL: sandbox.current.url, DATABASE_URL: url });
    try {
      const [done] = await until(
        () =>
          ask<{ status: string; records_created: number; records_updated: number }>(
            url,
            sql`
              SELECT status, records_created, records_updated
              FROM sync_runs
              WHERE connection_id = ${live}`,
          ),
        ([r]) => r!.status !== 'running' && r!.status !== 'pending',
        90_000,
      );
      expect(done).toMatchObject({ status: 'completed', records_updated: 0 });
      const [stored] = await ask<{ n: number; ids: string[] }>(
        url,
        sql`
          SELECT count(*)::int AS n,
            array_agg(external_id ORDER BY external_id) FILTER (WHERE stream = 'contacts') AS ids
          FROM records
          WHERE connection_id = ${live}`,
      );
      expect(done!.records_created).toBe(stored!.n);
      expect(stored!.ids).toEqual(
        sandbox.current.sandbox.control
          .records({ provider: 'hubspot', account, stream: 'contacts' })
          .live.map((r) => r.id)
          .sort(),
      );
    } finally {
      await end(worker, 'SIGTERM');
    }
  },
  180_000,
);

it('another key is refused before anything is touched, and none of the credentials open with it', async () => {
  const url = await target(false);
  const wrong = {
    DATABASE_URL: url,
    INLET_ENCRYPTION_KEY: 'another key that is long enough to be one',
  };
  const looked = await operations(['examine', file], wrong);
  expect(looked.code).toBe(1);
  expect(looked.said).toContain('INLET_ENCRYPTION_KEY does not open this backup');
  expect(
    await ask(
      url,
      sql`
        SELECT count(*)::int AS n
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace`,
    ),
  ).toEqual([{ n: 0 }]);
  const migrated = await target(true);
  const forced = await operations(['restore', file], { ...wrong, DATABASE_URL: migrated });
  expect(forced.said).toContain('2 of 2 credentials do not open');
  expect(Object.values(await counts(migrated)).every((n) => n === 0)).toBe(true);
});

it('a file cut off anywhere, or with a changed byte, is refused and leaves nothing', async () => {
  const url = await target(true);
  const whole = fs.readFileSync(file);
  const text = gunzipSync(whole);
  const lines = text.toString('utf8').split('\n');
  const damaged: Record<string, Buffer> = {
    'cut in the middle': whole.subarray(0, whole.length >> 1),
    'cut at the end': whole.subarray(0, whole.length - 5),
    'a changed byte': Buffer.from(whole),
    'no last line': gzipSync(lines.slice(0, -2).join('\n') + '\n'),
    'a row missing': gzipSync(
      lines
        .filter((_, i) => i !== lines.findIndex((l) => l.startsWith('{"table":"users"')) + 1)
        .join('\n'),
    ),
    'not a backup': Buffer.from('hello'),
  };
  damaged['a changed byte']![whole.length >> 1]! ^= 1;
  for (const [what, bytes] of Object.entries(damaged)) {
    const bad = path.join(dir, 'bad');
    fs.writeFileSync(bad, bytes);
    const ended = await operations(['restore', bad], { DATABASE_URL: url });
    expect(ended.code, what).toBe(1);
    expect(ended.said, what).toMatch(/damaged|not a backup|arrived/);
    expect(
      Object.values(await counts(url)).every((n) => n === 0),
      what,
    ).toBe(true);
  }
}, 120_000);

it('a database with people in it is never restored over', async () => {
  for (const command of ['examine', 'restore']) {
    const ended = await operations([command, file], { DATABASE_URL: env().DATABASE_URL });
    expect(ended.said).toContain('already holds an Inlet with data');
    expect(ended.code).toBe(1);
  }
});

it('a file that exists is never written over', async () => {
  const before = fs.readFileSync(file);
  expect((await operations(['backup', file])).code).toBe(1);
  expect(fs.readFileSync(file).equals(before)).toBe(true);
  expect(fs.readdirSync(dir).filter((f) => f.endsWith('.partial'))).toEqual([]);
});
