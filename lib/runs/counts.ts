import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { LEASE, type RunRow } from '@/lib/runs/repository';

/** What a run adds to its counts at once. */
export interface Counts {
  created?: number;
  updated?: number;
  deleted?: number;
  failed?: number;
}

/**
 * Adds to the counts of a run inside the caller's transaction, if it is still ours: the fence of a
 * run that has no checkpoints. False: it is not; the caller has to roll back.
 */
export async function countIn(
  tx: Sql,
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
  { created = 0, updated = 0, deleted = 0, failed = 0 }: Counts,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    WITH mine AS (
      UPDATE sync_runs SET
        lease_until = now() + ${LEASE},
        attempts = 1,
        records_created = records_created + ${created}::int,
        records_updated = records_updated + ${updated}::int,
        records_deleted = records_deleted + ${deleted}::int,
        records_failed = records_failed + ${failed}::int
      WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
        AND status = 'running'
      RETURNING workspace_id, id
    ),
    counted AS (
      UPDATE stream_runs s SET
        records_created = s.records_created + ${created}::int,
        records_updated = s.records_updated + ${updated}::int,
        records_deleted = s.records_deleted + ${deleted}::int,
        records_failed = s.records_failed + ${failed}::int
      FROM mine
      WHERE s.workspace_id = mine.workspace_id AND s.run_id = mine.id
    )
    SELECT 1 FROM mine`);
  return rowCount === 1;
}
