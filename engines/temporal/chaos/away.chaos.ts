import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { keepNotes } from '@/chaos/fixtures/notes';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { isLong, measured, pause, scale, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, idle, lastRun, sizes, sync } from '@/chaos/fixtures/world';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';
import { startTemporal, type TemporalServer } from '@/scripts/temporal';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;

/** For how long the server is away, one after the other. */
const AWAY_MS = isLong ? [6_000, 60_000] : [6_000];
const RUNNING = scale(12, 4);
const WAITING = scale(12, 4);
const PAGE_MS = 150;
/** What waited begins within this time of the server being back. */
const BEGIN_MS = scale(10_000, 20_000);

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'inlet-temporal-'));
const file = path.join(home, 'temporal.db');
const { command } = inject('temporal');
let server: TemporalServer;
beforeAll(async () => {
  await keepNotes();
  server = await startTemporal(command, { file });
});
afterAll(async () => {
  await endAll();
  await server.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

/** How many of these runs were claimed, and how often at most. */
async function claims(runs: readonly string[]): Promise<{ begun: number; most: number }> {
  const {
    rows: [row],
  } = await db.query<{ begun: number; most: number }>(sql`
    SELECT count(*)::int AS begun, COALESCE(max(n), 0)::int AS most
    FROM (
      SELECT count(*) AS n
      FROM chaos_claims
      WHERE run_id = ANY(${runs})
      GROUP BY run_id
    ) c`);
  return row!;
}
const read = async (ids: readonly string[]): Promise<number> => {
  const {
    rows: [row],
  } = await db.query<{ n: number }>(sql`
    SELECT sum(records_read)::int AS n
    FROM sync_runs
    WHERE connection_id = ANY(${ids})`);
  return row!.n;
};

const SECONDS = AWAY_MS.map((ms) => ms / 1_000).join(' and ');

it(`a server that is killed for ${SECONDS} s loses and doubles nothing`, async () => {
  const long = await connectMany('hubspot', sizes(4_000, RUNNING));
  const short = await connectMany('pipedrive', sizes(60, WAITING));
  const boot = () =>
    startWorker({
      sandbox_url: sandbox.current.url,
      slots: RUNNING,
      env: { TEMPORAL_ADDRESS: server.address },
    });
  const workers = [boot(), boot()];
  const links = [...long, ...short];
  const all = () => idle(links);
  await until('the first runs', all, (free) => free.size === links.length, 240_000, 250);
  for (const ms of AWAY_MS) {
    control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: PAGE_MS });
    for (const link of long) await sync(link, { full_sync: true });
    const going = await Promise.all(long.map(async (link) => (await lastRun(link.id)).id));
    await until(
      'runs at work',
      () => claims(going),
      ({ begun }) => begun === RUNNING,
      60_000,
    );
    const port = Number(server.address.split(':')[1]);
    await server.stop('SIGKILL');
    const killed = performance.now();
    const before = await read(long.map((link) => link.id));
    for (const link of short) await sync(link, { full_sync: true });
    const waiting = await Promise.all(short.map(async (link) => (await lastRun(link.id)).id));
    await until(
      'the running go on',
      () => read(long.map((link) => link.id)),
      (now) => now > before,
      10_000,
    );
    await pause(ms - (performance.now() - killed));
    expect(await claims(waiting)).toMatchObject({ begun: 0 });
    server = await startTemporal(command, { file, port });
    const back = performance.now();
    await until(
      'the waiting begin',
      () => claims(waiting),
      ({ begun }) => begun === WAITING,
      60_000,
      20,
    );
    const begun_ms = performance.now() - back;
    control().clearFaults();
    await until('the end of all', all, (free) => free.size === links.length, 240_000, 250);
    for (const link of links) expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
    expect(await claims(going), 'runs that went on were not begun anew').toEqual({
      begun: RUNNING,
      most: 1,
    });
    await allSame(control(), links);
    expect(begun_ms).toBeLessThan(BEGIN_MS);
    measured(
      '13 engine away',
      `Temporal killed for ${ms / 1000} s: ${RUNNING} runs went on, ${WAITING} waited and began ` +
        `within ${(begun_ms / 1000).toFixed(1)} s of its return; 0 lost, 0 doubled`,
    );
  }
  for (const worker of workers) {
    worker.signal('SIGTERM');
    expect(await worker.gone).toBe(0);
  }
}, 600_000);
