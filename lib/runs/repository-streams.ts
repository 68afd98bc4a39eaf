import type { ErrorReason } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import type { RunRow } from '@/lib/runs/repository';

/** What became of one stream in one run. */
export interface StreamRunRow {
  run_id: string;
  stream: string;
  position: number;
  status: 'pending' | 'running' | 'completed' | 'failed' | 'skipped';
  started_at: Date | null;
  finished_at: Date | null;
  pages: number;
  records_read: number;
  records_created: number;
  records_updated: number;
  records_deleted: number;
  records_failed: number;
  records_missed: number;
  error_reason: ErrorReason | null;
  error_message: string | null;
}

/**
 * Makes the stream rows of a run that is still ours; those of an earlier attempt stay as they are.
 * Null: it is not ours any more.
 */
export async function ensureStreamRuns(
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
  streams: readonly string[],
): Promise<StreamRunRow[] | null> {
  const { rowCount } = await db.query(sql`
    UPDATE sync_runs
    SET streams_total = ${streams.length}
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
      AND status = 'running'`);
  if (rowCount !== 1) return null;
  await db.query(sql`
    INSERT INTO stream_runs (workspace_id, run_id, stream, position, status)
    SELECT ${run.workspace_id}, ${run.id}, s.name, s.position, 'pending'
    FROM unnest(${streams}::text[]) WITH ORDINALITY AS s(name, position)
    ON CONFLICT DO NOTHING`);
  return streamRuns(run.workspace_id, [run.id]);
}

/** Sets a stream's state inside a run that is still ours. False: it is not. */
export async function setStream(
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
  stream: string,
  to: {
    status: StreamRunRow['status'];
    error_reason?: ErrorReason | null;
    error_message?: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    UPDATE stream_runs s
    SET status = ${to.status},
      started_at = CASE
        WHEN ${to.status} = 'running' THEN COALESCE(s.started_at, now())
        ELSE s.started_at
      END,
      finished_at = CASE WHEN ${to.status} IN ('completed', 'failed', 'skipped') THEN now() END,
      error_reason = ${to.error_reason ?? null}, error_message = ${to.error_message ?? null}
    FROM sync_runs r
    WHERE s.workspace_id = ${run.workspace_id} AND s.run_id = ${run.id} AND s.stream = ${stream}
      AND r.workspace_id = ${run.workspace_id} AND r.id = ${run.id} AND r.epoch = ${run.epoch}
      AND r.status = 'running'`);
  return rowCount === 1;
}

export async function streamRuns(
  workspace_id: string,
  run_ids: readonly string[],
): Promise<StreamRunRow[]> {
  const { rows } = await db.query<StreamRunRow>(sql`
    SELECT *
    FROM stream_runs
    WHERE workspace_id = ${workspace_id} AND run_id = ANY(${run_ids})
    ORDER BY position`);
  return rows;
}
