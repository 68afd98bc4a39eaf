import type { Run, RunSummary, StreamOutcome, Trigger } from '@/lib/contract/runs';
import { iso } from '@/lib/platform/clock';
import { bySystem, emit } from '@/lib/events/service';
import { transaction, type Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { jobs, syncJob } from '@/lib/jobs/service';
import { sql } from '@/lib/platform/sql';
import {
  claimRow,
  finishRow,
  insertPending,
  insertScheduled,
  insertSkipped,
  liveRun,
  recentRuns,
  type RunRow,
} from '@/lib/runs/repository';
import { streamRuns, type StreamRunRow } from '@/lib/runs/repository-streams';

export {
  heartbeat,
  LEASE,
  orphans,
  release,
  requestCancel,
  runExists,
  type RunRow,
} from '@/lib/runs/repository';
export {
  ensureStreamRuns,
  setStream,
  streamRuns,
  type StreamRunRow,
} from '@/lib/runs/repository-streams';

export { removeRuns } from '@/lib/runs/remove';
export { addToLog, forgetOldLogs, readLog } from '@/lib/runs/log';
export { countIn, type Counts } from '@/lib/runs/counts';
export { arrivals, marksOfConnections, marksOfStreams, type MarkRow } from '@/lib/runs/marks';

export interface RunRequest {
  workspace_id: string;
  connection_id: string;
  connector_type: string;
  sync_type?: 'incremental' | 'full';
  triggered_by: Trigger;
  streams?: readonly string[];
  /** Records to be read again by their ids, as "stream id" and maybe a place; see lib/sync/targets.ts. */
  targets?: readonly string[];
  priority?: number;
}

/**
 * Asks for a run inside the caller's transaction: the run row, the connection's pointer and the job
 * exist together or not at all. When a run is live, records a `skipped_locked` run and answers the
 * live one.
 */
export async function requestRun(
  db: Sql,
  request: RunRequest,
): Promise<
  { queued: true; run_id: string } | { queued: false; live_run_id: string; skipped_run_id: string }
> {
  const run = {
    id: newId(),
    workspace_id: request.workspace_id,
    connection_id: request.connection_id,
    sync_type: request.sync_type ?? 'incremental',
    triggered_by: request.triggered_by,
    requested_streams: request.streams ?? [],
    targets: request.targets ?? [],
  };
  if (!(await insertPending(db, run))) {
    const live = await liveRun(db, request.workspace_id, request.connection_id);
    if (live) {
      await insertSkipped(db, run);
      return { queued: false, live_run_id: live, skipped_run_id: run.id };
    }
    return requestRun(db, request); // it ended between the two statements
  }
  await db.query(sql`
    UPDATE connections
    SET live_run_id = ${run.id}
    WHERE workspace_id = ${request.workspace_id} AND id = ${request.connection_id}`);
  await enqueueRun(db, { ...run, connector_type: request.connector_type }, request.priority);
  return { queued: true, run_id: run.id };
}

/** Puts the job of a run in the queue; a job that is already there stays alone. */
export async function enqueueRun(
  db: Sql,
  run: { id: string; workspace_id: string; connection_id: string; connector_type: string },
  priority?: number,
): Promise<void> {
  await (await jobs()).enqueue(db, syncJob, [jobOf(run, priority)]);
}

const jobOf = (
  run: { id: string; workspace_id: string; connection_id: string; connector_type: string },
  priority?: number,
) => ({
  payload: { workspace_id: run.workspace_id, connection_id: run.connection_id, run_id: run.id },
  key: run.id,
  group: run.connector_type,
  fair: run.workspace_id,
  priority,
});

/**
 * Starts scheduled runs inside the caller's transaction, a few statements however many. Connections
 * with a live run are left out. Answers how many began.
 */
export async function requestScheduled(
  db: Sql,
  due: readonly { workspace_id: string; id: string; connector_type: string; priority: number }[],
): Promise<number> {
  if (due.length === 0) return 0;
  const runs = due.map((c) => ({
    id: newId(),
    workspace_id: c.workspace_id,
    connection_id: c.id,
    connector_type: c.connector_type,
    priority: c.priority,
  }));
  const begun = await insertScheduled(db, runs);
  await (
    await jobs()
  ).enqueue(
    db,
    syncJob,
    runs.filter((r) => begun.has(r.id)).map((r) => jobOf(r, r.priority)),
  );
  return begun.size;
}

/**
 * Takes a live run over: the epoch rises, so that whoever held it before can write nothing more. The
 * first time, it is told of as started. Null: it has ended.
 */
export const claim = (
  workspace_id: string,
  run_id: string,
  worker_id: string,
): Promise<RunRow | null> =>
  transaction(async (tx) => {
    const run = await claimRow(tx, workspace_id, run_id, worker_id);
    if (run?.epoch === 1) {
      const data = { run_id, triggered_by: run.triggered_by };
      await emit(tx, bySystem(workspace_id), {
        event: 'run.started',
        id: run.connection_id,
        data,
      });
    }
    return run;
  });

/**
 * Ends a run, once, by whoever holds it, and tells of it and of what it wrote. False: it was not
 * ours any more.
 */
export async function finish(
  tx: Sql,
  run: Pick<RunRow, 'workspace_id' | 'id' | 'epoch'>,
  end: Parameters<typeof finishRow>[2],
): Promise<boolean> {
  const ended = await finishRow(tx, run, end);
  if (!ended) return false;
  const { connection_id: id, ...counts } = ended;
  const { status, error_reason } = end;
  const finished = { run_id: run.id, status, error_reason };
  const changed = { run_id: run.id, ...counts };
  const wrote = Object.values(counts).some((n) => n > 0);
  await emit(
    tx,
    bySystem(run.workspace_id),
    { event: 'run.finished', id, data: finished },
    ...(wrote ? [{ event: 'records.changed' as const, id, data: changed }] : []),
  );
  return true;
}

/** A connection's runs, newest first, with the outcome of every stream; all, or those asked for. */
export async function runHistory(
  workspace_id: string,
  connection_id: string,
  wanted: Parameters<typeof recentRuns>[2],
  entityOf: (stream: string) => string | null,
): Promise<Run[]> {
  const rows = await recentRuns(workspace_id, connection_id, wanted);
  const streams = await streamRuns(
    workspace_id,
    rows.map((r) => r.id),
  );
  const byRun = Map.groupBy(streams, (s) => s.run_id);
  return rows.map((row) => ({
    ...toSummary(row),
    created_at: iso(row.created_at),
    records_created: row.records_created,
    records_updated: row.records_updated,
    records_deleted: row.records_deleted,
    records_failed: row.records_failed,
    records_missed: row.records_missed,
    error_message: row.error_message,
    streams: (byRun.get(row.id) ?? []).map((s) => toOutcome(s, entityOf(s.stream))),
  }));
}

/** The public summary of a run. */
export const toSummary = (
  row: Pick<
    RunRow,
    | 'id'
    | 'status'
    | 'sync_type'
    | 'triggered_by'
    | 'started_at'
    | 'finished_at'
    | 'streams_total'
    | 'streams_failed'
    | 'records_created'
    | 'records_updated'
    | 'error_reason'
  >,
): RunSummary => ({
  id: row.id,
  status: row.status,
  sync_type: row.sync_type,
  triggered_by: row.triggered_by,
  started_at: iso(row.started_at),
  finished_at: iso(row.finished_at),
  streams_total: row.streams_total,
  streams_failed: row.streams_failed,
  records_written: row.records_created + row.records_updated,
  error_reason: row.error_reason,
});

const toOutcome = (s: StreamRunRow, entity: string | null): StreamOutcome => ({
  stream: s.stream,
  entity,
  status: s.status,
  started_at: iso(s.started_at),
  finished_at: iso(s.finished_at),
  records_written: s.records_created + s.records_updated,
  records_created: s.records_created,
  records_updated: s.records_updated,
  records_deleted: s.records_deleted,
  records_failed: s.records_failed,
  records_missed: s.records_missed,
  records_read: s.records_read,
  pages: s.pages,
  error_reason: s.error_reason,
  error_message: s.error_message,
});
