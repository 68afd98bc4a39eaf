import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldBy, keepNotes } from '@/chaos/fixtures/notes';
import { endAll, startWorker, type Process } from '@/chaos/fixtures/processes';
import { measured, onEngine, pause, scale, seeded, until } from '@/chaos/fixtures/scale';
import {
  allSame,
  connectMany,
  ended,
  idle,
  lastRun,
  sizes,
  sync,
  type Link,
} from '@/chaos/fixtures/world';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;

/** Interruptions of runs of each kind. */
const INTERRUPTED = scale(200, 3);
const CONNECTIONS = scale(10, 3);
const WORKERS = scale(4, 2);
const RECOVERY_MS = 40_000;
const PAGE_MS = 60;

type Kind = 'full' | 'incremental' | 'deletions listed' | 'deletions swept';
interface Lane extends Link {
  kind: Kind;
  interrupted: number;
}

beforeAll(() => keepNotes());
afterAll(() => endAll());

it(
  'loses and doubles nothing when workers are killed until runs of each kind were ' +
    `interrupted ${INTERRUPTED} times`,
  async () => {
    const d = seeded('crash');
    for (const provider of ['hubspot', 'pipedrive'])
      control().fault({ provider, kind: 'slow', delay_ms: PAGE_MS });
    const hubspot = await connectMany('hubspot', sizes(2_000, CONNECTIONS * 3));
    const pipedrive = await connectMany('pipedrive', sizes(5_000, CONNECTIONS));
    const lanes: Lane[] = [
      ...hubspot.map((link, i): Lane => ({
        ...link,
        kind: (['full', 'incremental', 'deletions listed'] as const)[i % 3]!,
        interrupted: 0,
      })),
      ...pipedrive.map((link): Lane => ({ ...link, kind: 'deletions swept', interrupted: 0 })),
    ];
    const interrupted = new Map<Kind, number>();
    const kills: { run_id: string; at: Date; lane: Lane }[] = [];
    const boot = () => startWorker({ sandbox_url: sandbox.current.url, slots: 8 });
    let workers: Process[] = Array.from({ length: WORKERS }, boot);
    const enough = () => lanes.every((lane) => (interrupted.get(lane.kind) ?? 0) >= INTERRUPTED);
    let killed = 0;

    for (
      const end = performance.now() + onEngine(scale(400_000, 90_000));
      !enough() && performance.now() < end;
    ) {
      await pause(onEngine(d.int(200, scale(1_200, 1_500))));
      await keepBusy(lanes.filter((lane) => (interrupted.get(lane.kind) ?? 0) < INTERRUPTED));
      const victim = d.pick(workers);
      const held = await heldBy(victim.name);
      if (held.length === 0) continue;
      victim.signal('SIGKILL');
      await victim.gone;
      killed++;
      const { rows } = await db.query<{ id: string; connection_id: string; at: Date }>(sql`
      SELECT id, connection_id, clock_timestamp() AS at
      FROM sync_runs
      WHERE id = ANY(${held}) AND id = ANY(${await heldBy(victim.name)})`);
      for (const row of rows) {
        const lane = lanes.find((l) => l.id === row.connection_id)!;
        interrupted.set(lane.kind, (interrupted.get(lane.kind) ?? 0) + 1);
        kills.push({ run_id: row.id, at: row.at, lane });
      }
      workers = workers.map((w) => (w === victim ? boot() : w));
    }
    await until(
      'the end of all runs',
      () => idle(lanes),
      (free) => free.size === lanes.length,
      120_000,
      250,
    );
    control().clearFaults();
    for (const lane of lanes)
      expect(await lastRun(lane.id), lane.kind).toMatchObject({ status: 'completed' });

    const slowest = await recovery(kills);
    for (const lane of lanes)
      if (lane.kind === 'full' || lane.kind === 'incremental') await sync(lane);
    await until(
      'a last sync',
      () => idle(lanes),
      (free) => free.size === lanes.length,
      60_000,
      250,
    );
    await allSame(control(), lanes);
    expect(enough()).toBe(true);
    expect(slowest).toBeLessThan(RECOVERY_MS);
    const counts = [...interrupted].map(([kind, n]) => `${kind} ${n}`).join(', ');
    measured(
      '1 crash',
      `${killed} kill -9, runs interrupted: ${counts}; 0 lost, 0 doubled, sums right; ` +
        `taken over within ${(slowest / 1000).toFixed(1)} s at most`,
    );

    /** Changes what an idle connection's account has and starts its next run. */
    async function keepBusy(wanted: readonly Lane[]): Promise<void> {
      const free = await idle(wanted);
      for (const lane of wanted) {
        if (!free.has(lane.id)) continue;
        const run = await lastRun(lane.id);
        if (run.status !== 'completed' && ended(run))
          throw new Error(`${lane.kind} run ended ${run.status}: ${run.error_message}`);
        const target = {
          provider: lane.provider,
          account: lane.account,
          stream: lane.provider === 'hubspot' ? 'contacts' : 'persons',
        };
        if (lane.kind === 'incremental')
          control().mutate({ ...target, update: d.int(800, 1_800), create: d.int(1, 200) });
        if (lane.kind === 'deletions listed')
          control().mutate({
            ...target,
            update: d.int(100, 400),
            create: 200,
            delete: d.int(50, 300),
          });
        if (lane.kind === 'deletions swept')
          control().mutate({ ...target, create: 40, delete: d.int(10, 48) });
        await sync(lane, { full_sync: lane.kind === 'full' || lane.kind === 'deletions swept' });
      }
    }
  },
  900_000,
);

/** The longest time from a kill to the next claim of a run it interrupted, milliseconds. */
async function recovery(kills: readonly { run_id: string; at: Date }[]): Promise<number> {
  let slowest = 0;
  for (const { run_id, at } of kills) {
    const { rows } = await db.query<{ ms: number | null }>(sql`
      SELECT (extract(epoch FROM min(c.at) - ${at}::timestamptz) * 1000)::float8 AS ms
      FROM chaos_claims c
      WHERE c.run_id = ${run_id} AND c.at > ${at}`);
    slowest = Math.max(slowest, rows[0]!.ms ?? Infinity);
  }
  return slowest;
}
