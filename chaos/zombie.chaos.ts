import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldBy, keepNotes, keepWrites } from '@/chaos/fixtures/notes';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { measured, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, idle, sizes, sync } from '@/chaos/fixtures/world';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;

const ROUNDS = scale(4, 1);
const RUNS = scale(26, 6);
const PAGE_MS = 250;
/**
 * A worker that was stopped while it held a lock is found out by the database; see
 * idle_in_transaction_session_timeout.
 */
const TAKEN_OVER_MS = 40_000;

beforeAll(async () => {
  await keepNotes();
  await keepWrites();
});
afterAll(() => endAll());

it('a worker that was stopped, lost its runs and goes on writes nothing to them', async () => {
  const d = seeded('zombie');
  const links = await connectMany('hubspot', sizes(scale(3_000, 2_500), RUNS));
  for (const provider of ['hubspot'])
    control().fault({ provider, kind: 'slow', delay_ms: PAGE_MS });
  let zombies = 0,
    writes = 0,
    slowest = 0;
  const examples: object[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) for (const link of links) await sync(link, { full_sync: true });
    const old = startWorker({ sandbox_url: sandbox.current.url, slots: RUNS });
    await until(
      'the first worker at work',
      () => heldBy(old.name),
      (runs) => runs.length >= RUNS * 0.9,
      30_000,
    );
    await pause(d.int(500, 3_000));
    old.signal('SIGSTOP');
    const stopped = performance.now();
    const held = await heldBy(old.name);
    const next = startWorker({ sandbox_url: sandbox.current.url, slots: RUNS });
    await until(
      'the second worker has every run',
      () => heldBy(next.name),
      (runs) => held.every((id) => runs.includes(id)),
      TAKEN_OVER_MS,
    );
    slowest = Math.max(slowest, performance.now() - stopped);
    const {
      rows: [mark],
    } = await db.query<{ at: Date }>(sql`SELECT clock_timestamp() AS at`);
    old.signal('SIGCONT');
    const alive = new Set(await heldBy(next.name));
    zombies += held.filter((id) => alive.has(id)).length;
    await until(
      'the end of all runs',
      () => idle(links),
      (free) => free.size === links.length,
      60_000,
      200,
    );
    await pause(2_500); // one more heartbeat of the old worker
    const { rows } = await db.query<{
      what: string;
      run_id: string | null;
      connection_id: string | null;
    }>(sql`
      SELECT what, run_id, connection_id, at
      FROM chaos_writes
      WHERE app = ${old.name} AND at > ${mark!.at}
        AND (run_id = ANY(${held}) OR connection_id = ANY(${links.map((l) => l.id)}))`);
    writes += rows.length;
    examples.push(...rows.slice(0, 3));
    for (const worker of [old, next]) {
      worker.signal('SIGTERM');
      expect(await worker.gone).toBe(0);
    }
  }
  expect(writes, JSON.stringify(examples)).toBe(0);
  expect(zombies).toBeGreaterThanOrEqual(scale(100, 4));
  control().clearFaults();
  await allSame(control(), links);
  measured(
    '2 zombie',
    `${zombies} runs taken over from stopped workers ` +
      `within ${(slowest / 1000).toFixed(1)} s; ${writes} ` +
      'writes by the old ones after they went on',
  );
}, 600_000);
