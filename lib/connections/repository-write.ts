import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { QUARANTINED_COUNT } from '@/lib/records/service';

export interface NewConnection {
  workspace_id: string;
  id: string;
  connector_type: string;
  name: string;
  description: string | null;
  status: 'pending' | 'connected';
  scope: 'business' | 'personal';
  direction: 'inbound' | 'outbound';
  singleton: string | null;
  owner_user_id: string | null;
  created_by: string | null;
  provider_app_id: string | null;
  config: object;
  collection: string | null;
  sync_immediately: boolean;
  external_account_id?: string | null;
  account_label?: string | null;
  account?: Record<string, string>;
  handle?: string | null;
  display_name?: string | null;
  avatar_url?: string | null;
  granted_scopes?: string[];
  missing_scopes?: string[];
}

/**
 * Inserts a connection. False: a rule of the table (one per account, one singleton, one attempt)
 * already has one.
 */
export async function insertConnection(sql: Sql, c: NewConnection): Promise<boolean> {
  const { rowCount } = await sql.query(
    `INSERT INTO connections (
       workspace_id, id, connector_type, name, description, status, scope, direction, singleton,
       owner_user_id, created_by, provider_app_id, config, collection, sync_immediately,
       external_account_id, account_label, account, handle, display_name, avatar_url,
       granted_scopes, missing_scopes)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
             $20, $21, $22, $23)
     ON CONFLICT DO NOTHING`,
    [
      c.workspace_id,
      c.id,
      c.connector_type,
      c.name,
      c.description,
      c.status,
      c.scope,
      c.direction,
      c.singleton,
      c.owner_user_id,
      c.created_by,
      c.provider_app_id,
      c.config,
      c.collection,
      c.sync_immediately,
      c.external_account_id ?? null,
      c.account_label ?? null,
      c.account ?? {},
      c.handle ?? null,
      c.display_name ?? null,
      c.avatar_url ?? null,
      c.granted_scopes ?? [],
      c.missing_scopes ?? [],
    ],
  );
  return rowCount === 1;
}

/**
 * Locks a connection for a change of state. Inserts that refer to it (a run's first checkpoint) go
 * on: waiting for them would be a deadlock.
 */
export async function lockConnection(sql: Sql, workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    'SELECT 1 FROM connections WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [workspace_id, id],
  );
  return rowCount === 1;
}

/** Sets columns of a connection. Column names come from the code, never from input. */
export async function patchConnection(
  sql: Sql,
  workspace_id: string,
  id: string,
  columns: Partial<
    Record<
      | 'name'
      | 'description'
      | 'owner_user_id'
      | 'status'
      | 'next_sync_at'
      | 'provider_app_id'
      | 'sync_immediately'
      | 'config'
      | 'collection',
      unknown
    >
  >,
): Promise<void> {
  const sets = Object.keys(columns).map((name, i) => `${name} = $${i + 3}`);
  await sql.query(
    `UPDATE connections SET ${sets.join(', ')}, updated_at = now()
      WHERE workspace_id = $1 AND id = $2`,
    [workspace_id, id, ...Object.values(columns)],
  );
}

/**
 * The grant is good: connected, facts cleared, account noted. Fails with a unique violation when
 * another live connection has the account.
 */
export async function markConnected(
  sql: Sql,
  workspace_id: string,
  id: string,
  a: {
    external_account_id: string;
    account_label: string;
    account: Record<string, string>;
    granted_scopes: string[];
    missing_scopes: string[];
    next_sync_at: Date | null;
  },
): Promise<void> {
  await sql.query(
    `UPDATE connections
        SET status = 'connected', external_account_id = $3, account_label = $4, account = $5,
            granted_scopes = $6, missing_scopes = $7, needs_reauth_at = NULL,
            needs_reauth_reason = NULL, rate_limited_until = NULL, last_error = NULL,
            error_category = NULL, consecutive_failures = 0, reauth_tries = 0,
            disconnected_at = NULL,
            next_sync_at = $8, updated_at = now()
      WHERE workspace_id = $1 AND id = $2`,
    [
      workspace_id,
      id,
      a.external_account_id,
      a.account_label,
      a.account,
      a.granted_scopes,
      a.missing_scopes,
      a.next_sync_at,
    ],
  );
}

export async function markDisconnected(sql: Sql, workspace_id: string, id: string): Promise<void> {
  await sql.query(
    `UPDATE connections
        SET status = 'disconnected', disconnected_at = now(), next_sync_at = NULL,
            needs_reauth_at = NULL, needs_reauth_reason = NULL, rate_limited_until = NULL,
            last_error = NULL, error_category = NULL, sweep_held = NULL, updated_at = now()
      WHERE workspace_id = $1 AND id = $2`,
    [workspace_id, id],
  );
}

/** Removes an attempt that never became a connection, with everything that hangs on it. */
export async function deleteAttempt(sql: Sql, workspace_id: string, id: string): Promise<void> {
  await sql.query(
    `DELETE FROM connections
      WHERE workspace_id = $1 AND id = $2 AND status = 'pending' AND external_account_id IS NULL`,
    [workspace_id, id],
  );
}

/** Notes that a person says yes to up to so many deletions of a stream. */
export async function confirmHeld(
  sql: Sql,
  workspace_id: string,
  id: string,
  stream: string,
  up_to: number,
): Promise<void> {
  await sql.query(
    `UPDATE connections
        SET sweep_held = jsonb_set(sweep_held, ARRAY[$3, 'confirmed'], to_jsonb($4::int)),
            updated_at = now()
      WHERE workspace_id = $1 AND id = $2 AND sweep_held ? $3`,
    [workspace_id, id, stream, up_to],
  );
}

/** Counts again how many records the connection has in quarantine. */
export async function countQuarantined(tx: Sql, workspace_id: string, id: string): Promise<void> {
  await tx.query(sql`
    UPDATE connections
    SET quarantined = ${QUARANTINED_COUNT}
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/** A run that had not begun was cancelled: it is the last one, and none is live. */
export async function dropQueuedRun(
  sql: Sql,
  workspace_id: string,
  id: string,
  run_id: string,
): Promise<void> {
  await sql.query(
    `UPDATE connections SET live_run_id = NULL, last_run_id = $3
      WHERE workspace_id = $1 AND id = $2 AND live_run_id = $3`,
    [workspace_id, id, run_id],
  );
}
