import type { RunLogLine } from '@/lib/contract/runs';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** Adds lines to the log of a run, in their order. One that was erased meanwhile has none. */
export async function addToLog(
  run: { workspace_id: string; id: string },
  lines: readonly RunLogLine[],
  left_out: number,
): Promise<void> {
  await db.query(sql`
    INSERT INTO run_logs AS l (workspace_id, run_id, lines, left_out)
    SELECT workspace_id, id, ${JSON.stringify(lines)}::jsonb, ${left_out}::int
    FROM sync_runs
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id}
    ON CONFLICT (workspace_id, run_id) DO UPDATE SET
      lines = l.lines || excluded.lines,
      left_out = l.left_out + excluded.left_out`);
}

/** The log of a run; empty when it has none, or none any more. */
export async function readLog(
  workspace_id: string,
  run_id: string,
): Promise<{ lines: RunLogLine[]; left_out: number }> {
  const { rows } = await db.query<{ lines: RunLogLine[]; left_out: number }>(sql`
    SELECT lines, left_out
    FROM run_logs
    WHERE workspace_id = ${workspace_id} AND run_id = ${run_id}`);
  return rows[0] ?? { lines: [], left_out: 0 };
}

/**
 * Logs of runs that ended well are kept for two days, others for two weeks; the runs themselves stay.
 * A few at a time, so that nothing waits.
 */
export async function forgetOldLogs(): Promise<void> {
  await db.query(sql`
    DELETE FROM run_logs
    WHERE (workspace_id, run_id) IN (
      SELECT l.workspace_id, l.run_id
      FROM run_logs l
      JOIN sync_runs r ON r.workspace_id = l.workspace_id AND r.id = l.run_id
      WHERE l.began_at < now() - interval '2 days'
        AND (r.status = 'completed' OR l.began_at < now() - interval '14 days')
      ORDER BY l.began_at
      LIMIT 10000
    )`);
}
