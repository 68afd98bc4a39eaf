import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepNotes } from '@/chaos/fixtures/notes';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { isLong, measured, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, ended, idle, lastRun, sizes, sync } from '@/chaos/fixtures/world';
import { closeDatabase, db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { sql } from '@/lib/platform/sql';
import { useSandbox } from '@/lib/sync/testing';
import { applyMigrations } from '@/scripts/migrate';
import { ensurePostgres, releasePostgres, type PostgresServer } from '@/scripts/postgres';

const RESTARTS = scale(20, 1);
const CONNECTIONS = scale(12, 4);
const PAGE_MS = 70;
/**
 * Commits of pages are not waited for (synchronous_commit off); a slow WAL writer makes a crash
 * lose the latest of them every time instead of now and then.
 */
const SETTINGS = { wal_writer_delay: '10000ms', max_connections: '200', fsync: 'off' };
const HOME = path.resolve('.data/chaos');

let server: PostgresServer;
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
const start = async (port?: number): Promise<void> => {
  server = await ensurePostgres({ dataDir: HOME, port, settings: SETTINGS });
};

beforeAll(async () => {
  await start();
  const name = new URL(env().DATABASE_URL).pathname.slice(1);
  const url = new URL(server.adminUrl);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  for (const { datname } of (
    await admin.query<{ datname: string }>(
      sql`SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'`,
    )
  ).rows)
    await admin.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  await admin.query(`CREATE DATABASE "${name}"`);
  await admin.end();
  url.pathname = `/${name}`;
  env().DATABASE_URL = url.href; // nothing has connected yet
  await applyMigrations(url.href, path.resolve('prisma/migrations'));
  await keepNotes();
});
afterAll(async () => {
  await endAll();
  await closeDatabase();
  await releasePostgres(server);
});

/** How the server is stopped, one after the other. */
const HOWS = ['SIGQUIT', 'SIGINT', 'SIGQUIT', 'SIGINT', 'SIGKILL'] as const;

/**
 * Stops the server and starts it again on its port. SIGINT: fast, SIGQUIT: immediate, SIGKILL: as
 * if the machine had lost it.
 */
async function restart(how: NodeJS.Signals): Promise<void> {
  const { pid, port } = server;
  process.kill(pid, how);
  await until(
    'the end of the server',
    () => {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        return false;
      }
    },
    (alive) => !alive,
    20_000,
    20,
  );
  await start(port);
}

/** The database comes and goes: a question is asked again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i++)
    try {
      return await ask();
    } catch (error) {
      if (i > 100) throw error;
      await pause(100);
    }
}

it(
  `loses nothing when the database is restarted ${RESTARTS} times in mid run, and goes on without a person`,
  async () => {
    const d = seeded('postgres');
    control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: PAGE_MS });
    const links = await connectMany('hubspot', sizes(4_000, CONNECTIONS));
    const workers = [1, 2].map(() =>
      startWorker({ sandbox_url: sandbox.current.url, slots: CONNECTIONS }),
    );
    const died: number[] = [];
    for (const worker of workers) void worker.gone.then((code) => died.push(code ?? -1));
    const kinds = { SIGINT: 0, SIGQUIT: 0, SIGKILL: 0 };
    let interrupted = 0,
      slowest = 0;
    for (let n = 0; n < RESTARTS; n++) {
      const free = await patiently(() => idle(links));
      for (const link of links)
        if (free.has(link.id)) {
          const run = await patiently(() => lastRun(link.id));
          if (run.status !== 'completed' && ended(run))
            throw new Error(`a run ended ${run.status}: ${run.error_message}`);
          control().mutate({
            provider: 'hubspot',
            account: link.account,
            stream: 'contacts',
            update: 1_500,
            create: 50,
            delete: 20,
          });
          await patiently(() => sync(link, { full_sync: d.chance(0.5) }));
        }
      const reading = () =>
        patiently(
          async () =>
            (
              await db.query<{ id: string; epoch: number }>(sql`
                SELECT id, epoch
                FROM sync_runs
                WHERE status = 'running' AND records_read > 0
                  AND connection_id = ANY(${links.map((l) => l.id)})`)
            ).rows,
        );
      const live = await until(
        'runs at work',
        reading,
        (runs) => runs.length >= CONNECTIONS / 2,
        60_000,
      );
      await pause(d.int(0, 1_500));
      const how = HOWS[n % HOWS.length]!;
      await restart(how);
      kinds[how]++;
      interrupted += live.length;
      const from = performance.now();
      await until(
        'every run is taken up again',
        () =>
          patiently(
            async () =>
              (
                await db.query<{ id: string }>(sql`
                  SELECT id
                  FROM sync_runs r
                  WHERE status IN ('pending', 'running')
                    AND NOT EXISTS (
                      SELECT 1
                      FROM chaos_claims c
                      WHERE c.run_id = r.id AND c.at > pg_postmaster_start_time()
                    )`)
              ).rows,
          ),
        (rows) => rows.length === 0,
        45_000,
        200,
      );
      slowest = Math.max(slowest, performance.now() - from);
    }
    await until(
      'the end of all runs',
      () => patiently(() => idle(links)),
      (free) => free.size === links.length,
      90_000,
      200,
    );
    for (const link of links) expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
    control().clearFaults();
    await allSame(control(), links);
    expect(died, 'workers that ended').toEqual([]);
    expect(slowest).toBeLessThan(40_000);
    measured(
      '1 database',
      `${RESTARTS} restarts in mid run (fast ${kinds.SIGINT}, immediate ${kinds.SIGQUIT}, ` +
        `kill -9 ${kinds.SIGKILL}), ${interrupted} runs interrupted: 0 lost, 0 doubled, all ` +
        `taken up within ${(slowest / 1000).toFixed(1)} s; no worker ended`,
    );
  },
  isLong ? 600_000 : 120_000,
);

it(
  'notices that the database forgot a commit in a crash, and reads those pages again',
  async () => {
    const CRASHES = scale(8, 1);
    const [link] = await connectMany('hubspot', [1_500]);
    control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: 600 });
    const worker = startWorker({ sandbox_url: sandbox.current.url, slots: 1 });
    let forgotten = 0;
    for (let n = 0; n < CRASHES;) {
      if ((await patiently(() => idle([link!]))).size === 1)
        await patiently(() => sync(link!, { full_sync: true }));
      const read = () => patiently(() => lastRun(link!.id));
      const before = await read();
      const seen = await until(
        'a commit',
        read,
        (now) => now.records_read > before.records_read || ended(now),
        40_000,
        2,
      );
      if (ended(seen)) continue; // it had nothing left to read
      await restart('SIGQUIT'); // within milliseconds of the commit, while the worker waits for its next page
      if ((await read()).records_read < seen.records_read) forgotten++;
      n++;
    }
    control().clearFaults();
    await until(
      'the end',
      () => patiently(() => idle([link!])),
      (free) => free.size === 1,
      60_000,
      200,
    );
    expect(await lastRun(link!.id)).toMatchObject({ status: 'completed' });
    await allSame(control(), [link!]);
    worker.signal('SIGTERM');
    measured(
      '1 database',
      `${CRASHES} crashes right after a commit, ${forgotten} of the commits forgotten by the database: 0 lost`,
    );
  },
  isLong ? 300_000 : 120_000,
);
