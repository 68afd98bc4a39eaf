import type { Json } from '@/lib/contract/common';
import type { ErrorReason } from '@/lib/contract/common';
import type { Progress, RunStatus, Trigger } from '@/lib/contract/runs';
import { db, type Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';
import { comingInto } from '@/lib/runs/transitions';

export interface RunRow {
  id: string;
  workspace_id: string;
  connection_id: string;
  status: RunStatus;
  sync_type: 'incremental' | 'full';
  triggered_by: Trigger;
  requested_streams: string[];
  /** Records to be read again by their ids, as "stream id". */
  targets: string[];
  epoch: number;
  attempts: number;
  cancel_requested_at: Date | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  streams_total: number;
  streams_failed: number;
  records_created: number;
  records_updated: number;
  records_deleted: number;
  records_failed: number;
  records_missed: number;
  records_read: number;
  error_reason: ErrorReason | null;
  error_message: string | null;
  progress: Json;
}
export interface NewRun {
  id: string;
  workspace_id: string;
  connection_id: string;
  sync_type: 'incremental' | 'full';
  triggered_by: Trigger;
  requested_streams: readonly string[];
  targets: readonly string[];
}

/** How long a claim lasts without a sign of life. */
export const LEASE = raw(`interval '30 seconds'`);

/** Inserts a pending run unless the connection has a live one. True: inserted. */
export async function insertPending(db: Sql, run: NewRun): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    INSERT INTO sync_runs (
      workspace_id, id, connection_id, status, sync_type, triggered_by, requested_streams, targets
    )
    VALUES (
      ${run.workspace_id}, ${run.id}, ${run.connection_id}, 'pending', ${run.sync_type},
      ${run.triggered_by}, ${run.requested_streams}, ${run.targets}
    )
    ON CONFLICT (workspace_id, connection_id) WHERE status IN ('pending', 'running') DO NOTHING`);
  return rowCount === 1;
}

/**
 * Inserts pending scheduled runs, points their connections at them and moves these out of what is
 * due; those with a live run start none. Answers the ids inserted.
 */
export async function insertScheduled(
  db: Sql,
  runs: readonly { id: string; workspace_id: string; connection_id: string }[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string | null }>(sql`
    WITH runs AS (
      SELECT *
      FROM unnest(
        ${runs.map((r) => r.workspace_id)}::uuid[], ${runs.map((r) => r.id)}::uuid[],
        ${runs.map((r) => r.connection_id)}::uuid[]
      ) AS r(workspace_id, id, connection_id)
    ),
    made AS (
      INSERT INTO sync_runs (workspace_id, id, connection_id, status, sync_type, triggered_by)
      SELECT workspace_id, id, connection_id, 'pending', 'incremental', 'schedule'
      FROM runs
      ON CONFLICT (workspace_id, connection_id) WHERE status IN ('pending', 'running') DO NOTHING
      RETURNING id
    )
    UPDATE connections c
    SET live_run_id = COALESCE(made.id, c.live_run_id), next_sync_at = now() + interval '1 hour'
    FROM runs
    LEFT JOIN made ON made.id = runs.id
    WHERE c.workspace_id = runs.workspace_id AND c.id = runs.connection_id
    RETURNING made.id`);
  return new Set(rows.flatMap((r) => r.id ?? []));
}

/** Records that somebody asked while a run was live. */
export async function insertSkipped(db: Sql, run: NewRun): Promise<void> {
  await db.query(sql`
    INSERT INTO sync_runs (
      workspace_id, id, connection_id, status, sync_type, triggered_by, requested_streams,
      finished_at
    )
    VALUES (
      ${run.workspace_id}, ${run.id}, ${run.connection_id}, 'skipped_locked', ${run.sync_type},
      ${run.triggered_by}, ${run.requested_streams}, now()
    )`);
}

export async function liveRun(
  db: Sql,
  workspace_id: string,
  connection_id: string,
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND status IN ('pending', 'running')`);
  return rows[0]?.id ?? null;
}

/**
 * Takes a live run over: the epoch rises, so that whoever held it before can write nothing more.
 * Null: it has ended.
 */
export async function claimRow(
  db: Sql,
  workspace_id: string,
  run_id: string,
  worker_id: string,
): Promise<RunRow | null> {
  const { rows } = await db.query<RunRow>(sql`
    UPDATE sync_runs SET
      status = 'running',
      epoch = epoch + 1,
      attempts = attempts + 1,
      worker_id = ${worker_id},
      started_at = COALESCE(started_at, now()),
      lease_until = now() + ${LEASE}
    WHERE workspace_id = ${workspace_id} AND id = ${run_id} AND status IN ('pending', 'running')
    RETURNING *`);
  return rows[0] ?? null;
}

/** Renews the claim, and says why the run stands still, if it does. Null: the claim was lost. */
export async function heartbeat(
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
  waiting: Progress['waiting'],
): Promise<{ cancel_requested: boolean } | null> {
  const { rows } = await db.query<{ cancel_requested: boolean }>(sql`
    UPDATE sync_runs
    SET lease_until = now() + ${LEASE}, waiting = ${waiting && JSON.stringify(waiting)}::jsonb
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
      AND status = 'running'
    RETURNING cancel_requested_at IS NOT NULL AS cancel_requested`);
  return rows[0] ?? null;
}

/** Puts a run back for another worker, without counting the attempt. */
export async function release(
  db: Sql,
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    UPDATE sync_runs
    SET status = 'pending', epoch = epoch + 1, attempts = GREATEST(attempts - 1, 0),
      worker_id = NULL, lease_until = now() + ${LEASE}
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
      AND status = ANY(${comingInto('pending')})`);
  return rowCount === 1;
}

/** What a run has written when it ends. */
export interface Ended {
  connection_id: string;
  created: number;
  updated: number;
  deleted: number;
  failed: number;
}

/** Ends a run, once, by whoever holds it. Null: it was not ours any more. */
export async function finishRow(
  db: Sql,
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
  end: {
    status: 'completed' | 'partial' | 'failed' | 'cancelled';
    error_reason: ErrorReason | null;
    error_message: string | null;
  },
): Promise<Ended | null> {
  const { rows } = await db.query<Ended>(sql`
    UPDATE sync_runs r SET
      status = ${end.status},
      finished_at = now(),
      lease_until = NULL,
      progress = NULL,
      waiting = NULL,
      error_reason = ${end.error_reason},
      error_message = ${end.error_message},
      streams_failed = (
        SELECT count(*)
        FROM stream_runs s
        WHERE s.workspace_id = r.workspace_id AND s.run_id = r.id AND s.status = 'failed'
      )
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.id} AND epoch = ${run.epoch}
      AND status = ANY(${comingInto(end.status)})
    RETURNING
      connection_id, records_created AS created, records_updated AS updated,
      records_deleted AS deleted, records_failed AS failed`);
  return rows[0] ?? null;
}

/** Asks a live run to stop. A pending one is ended at once. Null: it is not live. */
export async function requestCancel(
  db: Sql,
  workspace_id: string,
  connection_id: string,
  run_id: string,
): Promise<'pending' | 'running' | null> {
  const { rows } = await db.query<{ was: 'pending' | 'running' }>(sql`
    UPDATE sync_runs r
    SET cancel_requested_at = now(),
      status = CASE WHEN r.status = 'pending' THEN 'cancelled' ELSE r.status END,
      finished_at = CASE WHEN r.status = 'pending' THEN now() END
    FROM (
      SELECT id, status AS was
      FROM sync_runs
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id} AND id = ${run_id}
        AND status IN ('pending', 'running')
      FOR UPDATE
    ) o
    WHERE r.workspace_id = ${workspace_id} AND r.id = o.id
    RETURNING o.was`);
  return rows[0]?.was ?? null;
}

export async function runExists(
  workspace_id: string,
  connection_id: string,
  run_id: string,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id} AND id = ${run_id}`);
  return rowCount === 1;
}

export async function recentRuns(
  workspace_id: string,
  connection_id: string,
  wanted: { limit: number; status?: RunStatus; triggered_by?: Trigger },
): Promise<RunRow[]> {
  const { status = null, triggered_by = null, limit } = wanted;
  const { rows } = await db.query<RunRow>(sql`
    SELECT *
    FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND (${status}::text IS NULL OR status = ${status})
      AND (${triggered_by}::text IS NULL OR triggered_by = ${triggered_by})
    ORDER BY created_at DESC, id DESC
    LIMIT ${limit}`);
  return rows;
}

/**
 * Live runs that nobody shows a sign of life for: their job was lost with the process or the
 * database.
 */
export async function orphans(
  db: Sql,
  limit: number,
): Promise<{ workspace_id: string; id: string; connection_id: string; connector_type: string }[]> {
  const { rows } = await db.query<{
    workspace_id: string;
    id: string;
    connection_id: string;
    connector_type: string;
  }>(sql`
    SELECT r.workspace_id, r.id, r.connection_id, c.connector_type
    FROM sync_runs r
    JOIN connections c ON c.workspace_id = r.workspace_id AND c.id = r.connection_id
    WHERE r.status IN ('pending', 'running')
      AND COALESCE(r.lease_until, r.created_at + ${LEASE}) < now() - interval '5 seconds'
    LIMIT ${limit}`);
  return rows;
}
