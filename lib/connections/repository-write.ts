import type { Schedule } from '@/lib/contract/common';
import type { Sql } from '@/lib/platform/db';
import { joined, part, raw, sql } from '@/lib/platform/sql';
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
  excluded_streams: string[];
  backfill_from: Date | null;
  collection: string | null;
  tags: string[];
  schedule: Schedule | null;
  schedule_gap_seconds: number | null;
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
export async function insertConnection(tx: Sql, c: NewConnection): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, description, status, scope, direction, singleton,
      owner_user_id, created_by, provider_app_id, config, excluded_streams, backfill_from,
      collection, tags, sync_immediately, schedule, schedule_gap_seconds, external_account_id,
      account_label, account, handle, display_name, avatar_url,
      granted_scopes, missing_scopes)
    VALUES (
      ${c.workspace_id}, ${c.id}, ${c.connector_type}, ${c.name}, ${c.description}, ${c.status},
      ${c.scope}, ${c.direction}, ${c.singleton}, ${c.owner_user_id}, ${c.created_by},
      ${c.provider_app_id}, ${c.config}, ${c.excluded_streams}, ${c.backfill_from},
      ${c.collection}, ${c.tags}, ${c.sync_immediately}, ${c.schedule}, ${c.schedule_gap_seconds},
      ${c.external_account_id ?? null}, ${c.account_label ?? null}, ${c.account ?? {}},
      ${c.handle ?? null}, ${c.display_name ?? null}, ${c.avatar_url ?? null},
      ${c.granted_scopes ?? []}, ${c.missing_scopes ?? []})
    ON CONFLICT DO NOTHING`);
  return rowCount === 1;
}

/**
 * Locks a connection for a change of state. Inserts that refer to it (a run's first checkpoint) go
 * on: waiting for them would be a deadlock.
 */
export async function lockConnection(tx: Sql, workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    SELECT 1
    FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${id}
    FOR NO KEY UPDATE`);
  return rowCount === 1;
}

/** Due at once, by the database's clock; rounded down, so that it never lies ahead of it. */
export const DUE_NOW = raw(`date_trunc('milliseconds', now())`);

/** Due after so many milliseconds, by the database's clock. */
export const dueIn = (wait_ms: number) =>
  part`now() + make_interval(secs => ${wait_ms}::float8 / 1000)`;

/** Sets columns of a connection. Column names come from the code, never from input. */
export async function patchConnection(
  tx: Sql,
  workspace_id: string,
  id: string,
  columns: Partial<
    Record<
      | 'name'
      | 'description'
      | 'owner_user_id'
      | 'status'
      | 'next_sync_at'
      | 'auto_paused_at'
      | 'fruitless_runs'
      | 'fruitless_since'
      | 'provider_app_id'
      | 'sync_immediately'
      | 'config'
      | 'excluded_streams'
      | 'backfill_from'
      | 'collection'
      | 'tags'
      | 'auth_provider'
      | 'token_given'
      | 'schedule'
      | 'schedule_gap_seconds',
      unknown
    >
  >,
): Promise<void> {
  const sets = Object.entries(columns).map(([name, value]) => part`${raw(name)} = ${value}`);
  await tx.query(sql`
    UPDATE connections SET ${joined(sets, ', ')}, updated_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/**
 * Writes which streams are read. What waited for a person or did not advance of a stream that is off
 * waits no more.
 */
export async function chooseStreams(
  tx: Sql,
  workspace_id: string,
  id: string,
  chosen: { excluded_streams: string[]; backfill_from: Date | null },
): Promise<void> {
  await tx.query(sql`
    UPDATE connections SET
      excluded_streams = ${chosen.excluded_streams},
      backfill_from = ${chosen.backfill_from},
      sweep_held = NULLIF(sweep_held - ${chosen.excluded_streams}::text[], '{}'),
      stalled_streams = ARRAY(
        SELECT s
        FROM unnest(stalled_streams) s
        WHERE s <> ALL (${chosen.excluded_streams}::text[])
      ),
      updated_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/**
 * The grant is good: connected, facts cleared, account noted. Fails with a unique violation when
 * another live connection has the account.
 */
export async function markConnected(
  tx: Sql,
  workspace_id: string,
  id: string,
  a: {
    external_account_id: string;
    account_label: string;
    account: Record<string, string>;
    granted_scopes: string[];
    missing_scopes: string[];
    /** Until the next sync; null: none is due. */
    next_sync_in_ms: number | null;
  },
): Promise<void> {
  await tx.query(sql`
    UPDATE connections SET
      status = 'connected',
      external_account_id = ${a.external_account_id},
      account_label = ${a.account_label},
      account = ${a.account},
      granted_scopes = ${a.granted_scopes},
      missing_scopes = ${a.missing_scopes},
      needs_reauth_at = NULL,
      needs_reauth_reason = NULL,
      rate_limited_until = NULL,
      last_error = NULL,
      error_category = NULL,
      consecutive_failures = 0,
      fruitless_runs = 0,
      fruitless_since = NULL,
      auto_paused_at = NULL,
      reauth_tries = 0,
      disconnected_at = NULL,
      auth_provider = NULL,
      token_given = false,
      next_sync_at = now() + make_interval(secs => ${a.next_sync_in_ms}::float8 / 1000),
      updated_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/**
 * A connection that is called like its app, as another one is already, takes its account's name with
 * it: two of the same name cannot be told apart.
 */
export async function nameAfterAccount(
  tx: Sql,
  row: { workspace_id: string; id: string },
  app: string,
  label: string,
): Promise<void> {
  const name = (label.includes(app) ? label : `${app} (${label})`).slice(0, 120);
  await tx.query(sql`
    UPDATE connections c SET name = ${name}
    WHERE c.workspace_id = ${row.workspace_id} AND c.id = ${row.id} AND c.name = ${app}
      AND EXISTS (
        SELECT 1
        FROM connections other
        WHERE other.workspace_id = c.workspace_id AND other.id <> c.id AND other.name = c.name
          AND other.status NOT IN ('pending', 'disconnected')
      )`);
}

export async function markDisconnected(tx: Sql, workspace_id: string, id: string): Promise<void> {
  await tx.query(sql`
    UPDATE connections SET
      status = 'disconnected',
      disconnected_at = now(),
      auto_paused_at = NULL,
      next_sync_at = NULL,
      needs_reauth_at = NULL,
      needs_reauth_reason = NULL,
      rate_limited_until = NULL,
      last_error = NULL,
      error_category = NULL,
      sweep_held = NULL,
      updated_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/**
 * Removes an attempt that never became a connection, with everything that hangs on it. False: it is
 * one, or gone.
 */
export async function deleteAttempt(tx: Sql, workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    DELETE FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${id}
      AND status = 'pending' AND external_account_id IS NULL`);
  return rowCount === 1;
}

/** Holds off other beginnings of the same person at the same connector until this one is committed. */
export async function oneAtATime(
  tx: Sql,
  { workspace_id, connector_type, created_by }: NewConnection,
): Promise<void> {
  await tx.query(sql`
    SELECT pg_advisory_xact_lock(
      hashtextextended(${`attempt ${workspace_id} ${connector_type} ${created_by}`}, 0))`);
}

/** Removes a connection with everything that refers to it. */
export async function removeConnection(tx: Sql, workspace_id: string, id: string): Promise<void> {
  await tx.query(sql`
    DELETE FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/** Notes that a person says yes to up to so many deletions of a stream. */
export async function confirmHeld(
  tx: Sql,
  workspace_id: string,
  id: string,
  stream: string,
  up_to: number,
): Promise<void> {
  await tx.query(sql`
    UPDATE connections SET
      sweep_held = jsonb_set(sweep_held, ARRAY[${stream}, 'confirmed'], to_jsonb(${up_to}::int)),
      updated_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id} AND sweep_held ? ${stream}`);
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
  tx: Sql,
  workspace_id: string,
  id: string,
  run_id: string,
): Promise<void> {
  await tx.query(sql`
    UPDATE connections SET live_run_id = NULL, last_run_id = ${run_id}
    WHERE workspace_id = ${workspace_id} AND id = ${id} AND live_run_id = ${run_id}`);
}
