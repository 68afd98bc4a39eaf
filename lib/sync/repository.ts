import type { Json, Schedule } from '@/lib/contract/common';
import type { PoolClient } from 'pg';
import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { QUARANTINED_COUNT, type WriteTarget } from '@/lib/records/service';
import type { Outcome } from '@/lib/sync/outcome';
import { STALLED } from '@/lib/sync/stall';

export interface ConnectionRow {
  workspace_id: string;
  id: string;
  connector_type: string;
  status: 'pending' | 'connected' | 'error' | 'paused' | 'disconnected';
  mode: 'live' | 'sandbox';
  provider_app_id: string | null;
  external_account_id: string | null;
  account: Record<string, string>;
  config: Record<string, Json>;
  /** Streams a person switched off; all others are read. */
  excluded_streams: string[];
  backfill_from: Date | null;
  granted_scopes: string[];
  missing_scopes: string[];
  needs_reauth: boolean;
  reauth_tries: number;
  consecutive_failures: number;
  schedule: Schedule | null;
  schedule_gap_seconds: number | null;
}

interface RunKey {
  workspace_id: string;
  connection_id: string;
  id: string;
}

export async function loadConnection(
  workspace_id: string,
  connection_id: string,
): Promise<ConnectionRow | null> {
  const { rows } = await db.query<ConnectionRow>(sql`
    SELECT
      c.workspace_id, c.id, c.connector_type, c.status, w.mode, c.provider_app_id,
      c.external_account_id, c.account, c.config, c.excluded_streams, c.backfill_from,
      c.granted_scopes, c.missing_scopes, c.needs_reauth_at IS NOT NULL AS needs_reauth,
      c.reauth_tries, c.consecutive_failures, c.schedule, c.schedule_gap_seconds
    FROM connections c
    JOIN workspaces w ON w.id = c.workspace_id
    WHERE c.workspace_id = ${workspace_id} AND c.id = ${connection_id}`);
  return rows[0] ?? null;
}

type StreamKey = Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>;

/**
 * Locks the connection and answers how many deletions of the stream are held back, and the number a
 * person has said yes to; null: none are, or nobody did.
 */
export async function heldDeletions(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: StreamKey,
): Promise<{ would_delete: number | null; confirmed: number | null }> {
  const { rows } = await tx.query<{ would_delete: number | null; confirmed: number | null }>(sql`
    SELECT
      (sweep_held->${stream}::text->>'would_delete')::int AS would_delete,
      (sweep_held->${stream}::text->>'confirmed')::int AS confirmed
    FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${connection_id}
    FOR NO KEY UPDATE`);
  return rows[0] ?? { would_delete: null, confirmed: null };
}

/**
 * Holds deletions of a stream back, unconfirmed; `since` stays that of the first time. Null:
 * nothing is held any more.
 */
export async function setDeletionsHeld(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: StreamKey,
  held: { would_delete: number; of: number } | null,
): Promise<void> {
  if (held)
    await tx.query(sql`
      UPDATE connections SET
        sweep_held = COALESCE(sweep_held, '{}') || jsonb_build_object(${stream}::text,
          jsonb_build_object(
            'would_delete', ${held.would_delete}::int,
            'of', ${held.of}::int,
            'since', COALESCE(sweep_held->${stream}::text->'since', to_jsonb(now())),
            'confirmed', NULL))
      WHERE workspace_id = ${workspace_id} AND id = ${connection_id}`);
  else
    await tx.query(sql`
      UPDATE connections SET sweep_held = NULLIF(sweep_held - ${stream}::text, '{}')
      WHERE workspace_id = ${workspace_id} AND id = ${connection_id}
        AND sweep_held ? ${stream}::text`);
}

/**
 * Connection before run, as everybody else who needs both: two orders would be a deadlock. Leaves
 * inserts that refer to the connection alone.
 */
export async function lockConnection(tx: Sql, run: Omit<RunKey, 'id'>): Promise<void> {
  await tx.query(sql`
    SELECT 1
    FROM connections
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.connection_id}
    FOR NO KEY UPDATE`);
}

/**
 * Writes what a finished run means for its connection. Touches nothing when another run has taken
 * its place. `next_in_ms` null: it waits for a person. `proves_current`: when complete, it has read
 * all that changed. Longer than a screen: it is one statement.
 */
export async function applyOutcome(
  tx: Sql,
  run: RunKey,
  outcome: Outcome,
  {
    next_in_ms,
    clock_offset_ms,
    proves_current,
    streams,
  }: {
    next_in_ms: number | null;
    clock_offset_ms: number | null;
    proves_current: boolean;
    /**
     * All that are read: one that was never complete leaves nothing to be said of the whole.
     * Null: nothing was read.
     */
    streams: readonly string[] | null;
  },
): Promise<void> {
  const failed = outcome.status === 'failed' && outcome.error_reason !== 'rate_limit';
  const reauth = outcome.needs_reauth;
  const proven = outcome.status === 'completed' || outcome.status === 'partial';
  await tx.query(sql`
    UPDATE connections SET
      live_run_id = NULL,
      last_run_id = ${run.id}::uuid,
      updated_at = now(),
      quarantined = ${QUARANTINED_COUNT},
      stalled_streams = ${STALLED},
      current_to = CASE
        WHEN ${streams}::text[] IS NULL THEN current_to
        ELSE (
          SELECT CASE WHEN count(k.current_to) = cardinality(${streams}::text[])
            THEN min(k.current_to) END
          FROM stream_checkpoints k
          WHERE k.workspace_id = connections.workspace_id AND k.connection_id = connections.id
            AND k.stream = ANY(${streams}::text[])
        )
      END,
      last_synced_at = CASE
        WHEN ${outcome.status === 'completed' && proves_current}::boolean THEN now()
        ELSE last_synced_at
      END,
      stale_told = stale_told AND NOT ${outcome.status === 'completed' && proves_current}::boolean,
      last_error = ${outcome.error_message},
      error_category = ${outcome.error_reason},
      clock_offset_ms = COALESCE(${clock_offset_ms}::int, clock_offset_ms),
      status = CASE
        WHEN status IN ('paused', 'disconnected') THEN status
        WHEN ${failed}::boolean THEN 'error'
        ELSE 'connected'
      END,
      needs_reauth_at = CASE
        WHEN ${reauth}::text IS NOT NULL THEN COALESCE(needs_reauth_at, now())
        WHEN ${proven}::boolean THEN NULL
        ELSE needs_reauth_at
      END,
      needs_reauth_reason = CASE
        WHEN ${reauth}::text IS NOT NULL THEN ${reauth}::text
        WHEN ${proven}::boolean THEN NULL
        ELSE needs_reauth_reason
      END,
      reauth_tries = CASE
        WHEN ${reauth}::text IS NOT NULL THEN reauth_tries + 1
        WHEN ${proven}::boolean THEN 0
        ELSE reauth_tries
      END,
      rate_limited_until = to_timestamp(${outcome.rate_limited_until}::float8 / 1000),
      consecutive_failures = CASE WHEN ${failed}::boolean THEN consecutive_failures + 1 ELSE 0 END,
      fruitless_runs = CASE WHEN ${proven}::boolean THEN 0 ELSE fruitless_runs END,
      fruitless_since = CASE WHEN ${proven}::boolean THEN NULL ELSE fruitless_since END,
      next_sync_at = CASE
        WHEN status IN ('paused', 'disconnected') THEN NULL
        ELSE now() + make_interval(secs => ${next_in_ms}::float8 / 1000)
      END
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.connection_id}
      AND live_run_id = ${run.id}`);
}

/** A run ended without a verdict about the connection: cancelled, or it never began. */
export async function freeConnection(
  tx: Sql,
  run: RunKey,
  next_in_ms: number | null,
): Promise<void> {
  await tx.query(sql`
    UPDATE connections SET
      live_run_id = NULL,
      last_run_id = ${run.id}::uuid,
      quarantined = ${QUARANTINED_COUNT},
      next_sync_at = CASE
        WHEN status IN ('connected', 'error') AND needs_reauth_at IS NULL
          THEN now() + make_interval(secs => ${next_in_ms}::float8 / 1000)
      END
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.connection_id}
      AND live_run_id = ${run.id}`);
}
