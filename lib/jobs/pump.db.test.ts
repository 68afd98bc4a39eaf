import { afterAll, expect, it } from 'vitest';
import { syncJob } from '@/lib/jobs/definitions';
import { jobs, stopJobs } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();
afterAll(() => stopJobs(0));

it.each([
  ['a NUL', 'half\0way', 'Error: halfway'],
  ['half a character', 'half\ud800way', 'Error: halfway'],
  ['a novel', 'x'.repeat(100_000), `Error: ${'x'.repeat(493)}`],
])('a job that fails with %s in its error goes back to the queue', async (_, message, stored) => {
  const engine = await jobs();
  const key = newId();
  await engine.enqueue(db, syncJob, [
    { key, payload: { workspace_id: newId(), connection_id: key, run_id: newId() } },
  ]);
  await engine.work(
    syncJob,
    async (payload) => {
      if (payload.connection_id === key) throw new Error(message);
    },
    { slots: 1, caps: {} },
  );
  await expect
    .poll(
      async () =>
        (
          await db.query(
            `SELECT output->>'message' AS message FROM pgboss.job WHERE singleton_key = $1`,
            [key],
          )
        ).rows,
      { timeout: 15_000 },
    )
    .toEqual([{ message: stored }]);
});
