import type { QueueLag } from '@/lib/jobs/engine';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** How pg-boss's queue stands, without starting it. All zero before it was first used. */
export async function pgBossLag(): Promise<QueueLag> {
  const {
    rows: [made],
  } = await db.query<{ made: boolean }>(sql`SELECT to_regclass('pgboss.job') IS NOT NULL AS made`);
  if (!made!.made) return { waiting: 0, active: 0, oldest_waiting_ms: 0 };
  const {
    rows: [row],
  } = await db.query<{ waiting: number; active: number; oldest: number }>(sql`
    SELECT count(*) FILTER (WHERE state IN ('created', 'retry'))::int AS waiting,
      count(*) FILTER (WHERE state = 'active')::int AS active,
      COALESCE(
        extract(
          epoch FROM now() - min(start_after) FILTER (
            WHERE state IN ('created', 'retry') AND start_after <= now()
          )
        ),
        0
      )::float8 * 1000 AS oldest
    FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active')`);
  return { waiting: row!.waiting, active: row!.active, oldest_waiting_ms: Math.round(row!.oldest) };
}
