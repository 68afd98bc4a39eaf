import { afterAll, expect, it } from 'vitest';
import { syncJob } from '@/lib/jobs/definitions';
import { jobs, stopJobs } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();
afterAll(() => stopJobs(0));

/** What a handler throws, by the job's key, and what is stored of it. */
const ERRORS = new Map([
  [newId(), ['half\0way', 'Error: halfway']],
  [newId(), ['half\ud800way', 'Error: halfway']],
  [newId(), ['x'.repeat(100_000), `Error: ${'x'.repeat(493)}`]],
]);

it('a job goes back to the queue whatever its error says', async () => {
  const engine = await jobs();
  await engine.enqueue(
    db,
    syncJob,
    [...ERRORS.keys()].map((key) => ({
      key,
      payload: { workspace_id: newId(), connection_id: key, run_id: newId() },
    })),
  );
  await engine.work(
    syncJob,
    async ({ connection_id }) => {
      throw new Error(ERRORS.get(connection_id)![0]);
    },
    { slots: 3, caps: {} },
  );
  const stored = async () =>
    (
      await db.query<{ key: string; message: string }>(sql`
        SELECT singleton_key AS key, output->>'message' AS message
        FROM pgboss.job`)
    ).rows;
  await expect
    .poll(async () => new Map((await stored()).map((row) => [row.key, row.message])), {
      timeout: 30_000,
    })
    .toEqual(new Map([...ERRORS].map(([key, [, kept]]) => [key, kept])));
});
