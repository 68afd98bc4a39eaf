import type { Json } from '@/lib/contract/common';
import type { PoolClient } from 'pg';
import { db, type Sql } from '@/lib/platform/db';
import { SET_ASIDE_COUNT, type WriteTarget } from '@/lib/records/service';
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
  granted_scopes: string[];
  missing_scopes: string[];
  needs_reauth: boolean;
  consecutive_failures: number;
}

export async function loadConnection(
  workspace_id: string,
  connection_id: string,
): Promise<ConnectionRow | null> {
  const { rows } = await db.query<ConnectionRow>(
    `SELECT c.workspace_id, c.id, c.connector_type, c.status, w.mode, c.provider_app_id, c.external_account_id, c.account, c.config, c.granted_scopes, c.missing_scopes, c.needs_reauth_at IS NOT NULL AS needs_reauth, c.consecutive_failures
     FROM connections c JOIN workspaces w ON w.id = c.workspace_id WHERE c.workspace_id = $1 AND c.id = $2`,
    [workspace_id, connection_id],
  );
  return rows[0] ?? null;
}

type StreamKey = Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>;

/**
 * Locks the connection and answers the number of deletions of the stream a person has said yes to;
 * null when nobody did.
 */
export async function confirmedDeletions(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: StreamKey,
): Promise<number | null> {
  const { rows } = await tx.query<{ confirmed: number | null }>(
    `SELECT (sweep_held->$3->>'confirmed')::int AS confirmed FROM connections WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [workspace_id, connection_id, stream],
  );
  return rows[0]?.confirmed ?? null;
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
  if (held) {
    await tx.query(
      `UPDATE connections SET sweep_held = COALESCE(sweep_held, '{}') || jsonb_build_object($3::text, jsonb_build_object('would_delete', $4::int, 'of', $5::int, 'since', COALESCE(sweep_held->$3->'since', to_jsonb(now())), 'confirmed', NULL)) WHERE workspace_id = $1 AND id = $2`,
      [workspace_id, connection_id, stream, held.would_delete, held.of],
    );
  } else
    await tx.query(
      `UPDATE connections SET sweep_held = NULLIF(sweep_held - $3::text, '{}') WHERE workspace_id = $1 AND id = $2 AND sweep_held ? $3::text`,
      [workspace_id, connection_id, stream],
    );
}

/**
 * Connection before run, as everybody else who needs both: two orders would be a deadlock. Leaves
 * inserts that refer to the connection alone.
 */
export async function lockConnection(
  sql: Sql,
  run: { workspace_id: string; connection_id: string },
): Promise<void> {
  await sql.query(
    'SELECT 1 FROM connections WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [run.workspace_id, run.connection_id],
  );
}

/**
 * Writes what a finished run means for its connection. Touches nothing when another run has taken
 * its place.
 */
export async function settleConnection(
  sql: Sql,
  run: { workspace_id: string; connection_id: string; id: string },
  outcome: Outcome,
  next_in_ms: number | null,
): Promise<void> {
  const failed = outcome.status === 'failed' && outcome.error_reason !== 'rate_limit';
  await sql.query(
    `UPDATE connections SET live_run_id = NULL, last_run_id = $3, updated_at = now(), quarantined = ${SET_ASIDE_COUNT}, stalled_streams = ${STALLED},
       last_synced_at = CASE WHEN $4 THEN now() ELSE last_synced_at END,
       last_error = $5, error_category = $6,
       status = CASE WHEN status IN ('paused', 'disconnected') THEN status WHEN $7 THEN 'error' ELSE 'connected' END,
       needs_reauth_at = CASE WHEN $8::text IS NULL THEN needs_reauth_at ELSE now() END, needs_reauth_reason = COALESCE($8, needs_reauth_reason),
       rate_limited_until = to_timestamp($9::float8 / 1000), consecutive_failures = CASE WHEN $7 THEN consecutive_failures + 1 ELSE 0 END,
       next_sync_at = CASE WHEN status IN ('paused', 'disconnected') OR $8::text IS NOT NULL THEN NULL ELSE now() + make_interval(secs => $10::float8 / 1000) END
     WHERE workspace_id = $1 AND id = $2 AND live_run_id = $3`,
    [
      run.workspace_id,
      run.connection_id,
      run.id,
      outcome.status === 'completed',
      outcome.error_message,
      outcome.error_reason,
      failed,
      outcome.needs_reauth,
      outcome.rate_limited_until,
      next_in_ms,
    ],
  );
}

/** A run ended without a verdict about the connection: cancelled, or it never began. */
export async function freeConnection(
  sql: Sql,
  run: { workspace_id: string; connection_id: string; id: string },
  next_in_ms: number | null,
): Promise<void> {
  await sql.query(
    `UPDATE connections SET live_run_id = NULL, last_run_id = $3, quarantined = ${SET_ASIDE_COUNT}, next_sync_at = CASE WHEN status IN ('connected', 'error') AND needs_reauth_at IS NULL THEN now() + make_interval(secs => $4::float8 / 1000) END WHERE workspace_id = $1 AND id = $2 AND live_run_id = $3`,
    [run.workspace_id, run.connection_id, run.id, next_in_ms],
  );
}
