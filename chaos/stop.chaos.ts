import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldBy, keepNotes } from '@/chaos/fixtures/notes';
import { endAll, startWorker, type Process } from '@/chaos/fixtures/processes';
import { measured, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, idle, lastRun, sizes, sync } from '@/chaos/fixtures/world';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;

const STOPS = scale(100, 6);
const WORKERS = scale(3, 2);
const EXIT_MS = 10_000;
/**
 * A run that was given back is taken up by somebody within this time: it needs no lease to run out.
 */
const TAKEN_UP_MS = scale(5_000, 15_000);

beforeAll(() => keepNotes());
afterAll(() => endAll());

it(`${STOPS} times SIGTERM under load: ends in time with 0, gives every run back, loses nothing`, async () => {
  const d = seeded('stop');
  control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: 80 });
  const links = await connectMany('hubspot', sizes(2_500, scale(30, 10)));
  // The others have room for what one gives back, so that nothing waits for its successor to start.
  const boot = () => startWorker({ sandbox_url: sandbox.current.url, slots: 15 });
  let workers: Process[] = Array.from({ length: WORKERS }, boot);
  const exits: number[] = [];
  const codes: (number | null)[] = [];
  const given: { run_id: string; at: string }[] = [];
  let left = 0;
  while (exits.length < STOPS) {
    await pause(d.int(100, 600));
    const free = await idle(links);
    for (const link of links)
      if (free.has(link.id)) {
        expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
        await sync(link, { full_sync: true });
      }
    const victim = d.pick(workers);
    if ((await heldBy(victim.name)).length < 2) continue;
    const from = performance.now();
    victim.signal('SIGTERM');
    workers = workers.map((w) => (w === victim ? boot() : w));
    codes.push(await victim.gone);
    exits.push(performance.now() - from);
    left += (await heldBy(victim.name)).length;
    const { rows } = await db.query<{ run_id: string; at: string }>(sql`
      SELECT c.run_id, c.at::text
      FROM chaos_claims c
      JOIN sync_runs r ON r.id = c.run_id
      WHERE c.app = ${victim.name} AND r.epoch >= c.epoch AND c.epoch > 1
        AND c.at > clock_timestamp() - interval '10 seconds'
        AND EXISTS (
          SELECT 1
          FROM chaos_claims o
          WHERE o.run_id = c.run_id AND o.app = c.app AND o.epoch = c.epoch - 1
        )`);
    given.push(...rows);
  }
  control().clearFaults();
  await until(
    'the end of all runs',
    () => idle(links),
    (free) => free.size === links.length,
    90_000,
    250,
  );
  for (const link of links) expect(await lastRun(link.id)).toMatchObject({ status: 'completed' });
  await allSame(control(), links);
  let slowest = 0;
  for (const { run_id, at } of given) {
    const { rows } = await db.query<{ ms: number | null }>(sql`
      SELECT (extract(epoch FROM min(c.at) - ${at}::timestamptz) * 1000)::float8 AS ms
      FROM chaos_claims c
      WHERE c.run_id = ${run_id} AND c.at > ${at}`);
    slowest = Math.max(slowest, rows[0]!.ms ?? Infinity);
  }
  exits.sort((a, b) => a - b);
  expect(codes.filter((code) => code !== 0)).toEqual([]);
  expect(exits.at(-1)).toBeLessThan(EXIT_MS);
  expect(left, 'runs left running by a stopped worker').toBe(0);
  expect(given.length).toBeGreaterThan(STOPS);
  expect(slowest, 'from given back to taken up').toBeLessThan(TAKEN_UP_MS);
  measured(
    '3 stop',
    `${STOPS} SIGTERM: exit 0 in ${(exits[exits.length >> 1]! / 1000).toFixed(2)} s ` +
      `median, ${(exits.at(-1)! / 1000).toFixed(2)} s at most; ${given.length} runs given ` +
      `back, taken up within ${(slowest / 1000).toFixed(1)} s; 0 left running, 0 lost`,
  );
}, 600_000);
