import { afterAll, afterEach, expect, it } from 'vitest';
import { dueHandles, waitingRuns } from '@/chaos/fixtures/handles';
import { endAll, startWorker, type Process } from '@/chaos/fixtures/processes';
import { isLong, measured, pause, scale, until } from '@/chaos/fixtures/scale';
import { connectMany, idle, sizes, sync } from '@/chaos/fixtures/world';
import { findConnector } from '@/lib/catalog/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;

afterEach(() => control().clearFaults());
afterAll(() => endAll());

const WORKERS = 4;
const boot = (slots: number): Process => startWorker({ sandbox_url: sandbox.current.url, slots });
async function stop(workers: readonly Process[]): Promise<void> {
  for (const worker of workers) worker.signal('SIGTERM');
  for (const worker of workers) expect(await worker.gone).toBe(0);
}

it('a cap per connector type is exact, however many workers there are', async () => {
  const cap = findConnector('x')!.max_syncs!;
  control().limits({ off: true });
  control().fault({ provider: 'x', kind: 'slow', delay_ms: 150 });
  await dueHandles([scale(200, 40)], [60]);
  const workers = Array.from({ length: WORKERS }, () => boot(cap));
  let most = 0,
    going = true;
  const watch = (async () => {
    while (going) {
      most = Math.max(
        most,
        (
          await db
            .query<{ n: number }>(
              sql`
                SELECT count(*)::int AS n
                FROM sync_runs r
                JOIN connections c
                  ON c.workspace_id = r.workspace_id AND c.id = r.connection_id
                WHERE r.status = 'running' AND c.connector_type = 'x'`,
            )
            .catch(() => ({ rows: [{ n: 0 }] }))
        ).rows[0]!.n,
      );
      await pause(5);
    }
  })();
  await until('all are done', waitingRuns, (n) => n === 0, 120_000, 100);
  going = false;
  await watch;
  await stop(workers);
  expect(most).toBe(cap);
  measured(
    '12 caps',
    `${WORKERS} workers with ${cap} slots each: never more than ${most} syncs of a connector capped at ${cap}`,
  );
}, 180_000);

// A ratio of times, which a busy machine bends: measured in the long run only.
it.runIf(isLong)(
  'four workers start more than two and a half times the syncs of one that waits for the provider',
  async () => {
    control().limits({ off: true });
    const links = await connectMany('hubspot', sizes(10, 48));
    control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: 250 });
    const timed = async (count: number): Promise<number> => {
      const workers = Array.from({ length: count }, () => boot(2));
      const from = performance.now();
      await until(
        'all are done',
        () => idle(links),
        (free) => free.size === links.length,
        300_000,
        100,
      );
      const seconds = (performance.now() - from) / 1_000;
      await stop(workers);
      return seconds;
    };
    await timed(WORKERS); // the first runs read more than the others
    for (const link of links) await sync(link);
    const one = await timed(1);
    for (const link of links) await sync(link);
    const four = await timed(WORKERS);
    expect(one / four).toBeGreaterThan(2.5);
    measured(
      '12 scale-out',
      `${links.length} syncs that wait for the provider: one worker ${one.toFixed(1)} s, ` +
        `${WORKERS} workers ${four.toFixed(1)} s: ${(one / four).toFixed(2)} ×`,
    );
  },
  600_000,
);
