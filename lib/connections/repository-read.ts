import type { ErrorReason, Json } from '@/lib/contract/common';
import type { RunStatus, Trigger } from '@/lib/contract/runs';
import { healthSql, stateSql } from '@/lib/health/service';
import { db, prepared, type Sql } from '@/lib/platform/db';

/** A connection with everything its public form and its health are made from, in one query. */
export interface Row {
  workspace_id: string;
  id: string;
  connector_type: string;
  name: string;
  description: string | null;
  status: 'pending' | 'connected' | 'error' | 'paused' | 'disconnected';
  scope: 'business' | 'personal';
  direction: 'inbound' | 'outbound';
  owner_user_id: string | null;
  owner_name: string | null;
  created_by: string | null;
  created_by_name: string | null;
  provider_app_id: string | null;
  external_account_id: string | null;
  account_label: string | null;
  handle: string | null;
  display_name: string | null;
  avatar_url: string | null;
  account: Record<string, string>;
  config: Record<string, Json>;
  collection: string | null;
  missing_scopes: string[];
  needs_reauth_at: Date | null;
  needs_reauth_reason: string | null;
  rate_limited_until: Date | null;
  last_synced_at: Date | null;
  last_error: string | null;
  error_category: ErrorReason | null;
  sweep_held: Record<
    string,
    { would_delete: number; of: number; since: string; confirmed: number | null }
  > | null;
  stalled_streams: string[];
  quarantined: number;
  live_run_id: string | null;
  next_sync_at: Date | null;
  sync_immediately: boolean;
  created_at: Date;
  updated_at: Date;
  records_total: number;
  mode: 'live' | 'sandbox';
  run: RunColumns | null;
  live: (RunColumns & { progress: Json; elapsed_ms: number | null }) | null;
}
export interface RunColumns {
  id: string;
  status: RunStatus;
  sync_type: 'incremental' | 'full';
  triggered_by: Trigger;
  started_at: Date | string | null;
  finished_at: Date | string | null;
  streams_total: number;
  streams_failed: number;
  records_created: number;
  records_updated: number;
  records_failed: number;
  error_reason: ErrorReason | null;
  error_message: string | null;
}

const RUN_COLUMNS = [
  'id',
  'status',
  'sync_type',
  'triggered_by',
  'started_at',
  'finished_at',
  'streams_total',
  'streams_failed',
  'records_created',
  'records_updated',
  'records_failed',
  'error_reason',
  'error_message',
] as const satisfies (keyof RunColumns)[];

/**
 * The last run comes as columns: an object made by the database costs a list of 100 a millisecond.
 * A live run is rare: it is looked up where there is one, so that the join in FROM falls away
 * unless a filter needs it.
 */
const LIVE = `CASE WHEN c.live_run_id IS NOT NULL THEN (
    SELECT jsonb_build_object(${RUN_COLUMNS.map((c) => `'${c}', r.${c}`).join(', ')},
             'progress', r.progress,
             'elapsed_ms', (extract(epoch FROM now() - r.started_at) * 1000)::int)
      FROM sync_runs r
     WHERE r.workspace_id = c.workspace_id AND r.id = c.live_run_id) END`;

type Raw = Omit<Row, 'run'> & { [C in keyof RunColumns as `run_${C}`]: RunColumns[C] | null };

const RUN_KEYS = RUN_COLUMNS.map((to) => ({ to, from: `run_${to}` as const }));

function rowOf(raw: Raw & { run?: RunColumns | null }): Row {
  raw.run = null;
  if (raw.run_id !== null) {
    const run: Partial<Record<keyof RunColumns, unknown>> = {};
    for (const { to, from } of RUN_KEYS) run[to] = raw[from];
    raw.run = run as RunColumns;
  }
  return raw as Row;
}

const FROM = `FROM connections c JOIN workspaces w ON w.id = c.workspace_id
  LEFT JOIN sync_runs lr ON lr.workspace_id = c.workspace_id AND lr.id = c.last_run_id
  LEFT JOIN sync_runs live ON live.workspace_id = c.workspace_id AND live.id = c.live_run_id`;

const COLUMNS = [
  'workspace_id',
  'id',
  'connector_type',
  'name',
  'description',
  'status',
  'scope',
  'direction',
  'owner_user_id',
  'created_by',
  'provider_app_id',
  'external_account_id',
  'account_label',
  'handle',
  'display_name',
  'avatar_url',
  'account',
  'config',
  'collection',
  'missing_scopes',
  'needs_reauth_at',
  'needs_reauth_reason',
  'rate_limited_until',
  'last_synced_at',
  'last_error',
  'error_category',
  'sweep_held',
  'stalled_streams',
  'quarantined',
  'live_run_id',
  'next_sync_at',
  'sync_immediately',
  'created_at',
  'updated_at',
];

const SELECT = `SELECT ${COLUMNS.map((column) => `c.${column}`).join(', ')}, w.mode,
  o.name AS owner_name, u.name AS created_by_name,
  (SELECT COALESCE(sum(n.live), 0)::int
     FROM stream_counts n
    WHERE n.workspace_id = c.workspace_id AND n.connection_id = c.id) AS records_total,
  ${RUN_COLUMNS.map((c) => `lr.${c} AS run_${c}`).join(', ')}, ${LIVE} AS live
  ${FROM} LEFT JOIN users o ON o.id = c.owner_user_id LEFT JOIN users u ON u.id = c.created_by`;

/**
 * Freshness threshold per connector type, as SQL over the JSON map in $2: {"hubspot": 172800, ...}
 * seconds.
 */
const STALE = `make_interval(secs => COALESCE(($2::jsonb ->> c.connector_type)::float8, 172800))`;

const ONE = `${SELECT} WHERE c.workspace_id = $1 AND c.id = $2`;

export async function findRow(
  workspace_id: string,
  id: string,
  sql: Sql = db,
): Promise<Row | null> {
  const {
    rows: [raw],
  } = await sql.query<Raw>(prepared(ONE, [workspace_id, id]));
  return raw ? rowOf(raw) : null;
}

export interface ListQuery {
  status?: string;
  health?: string;
  state?: string;
  types?: readonly string[];
  owner_user_id?: string;
  q?: string;
  limit: number | null;
  after: { created_at: string; id: string } | null;
}

/**
 * The conditions of a list, as SQL over its own parameters. $2 (thresholds) is used by some of them
 * only.
 */
function conditions(
  workspace_id: string,
  stale_seconds: Record<string, number>,
  query: ListQuery,
): { where: string; values: unknown[] } {
  const values: unknown[] = [workspace_id, JSON.stringify(stale_seconds)];
  const where = ['c.workspace_id = $1', '$2::jsonb IS NOT NULL'];
  const add = (sql: string, ...more: unknown[]) => {
    let i = values.length;
    values.push(...more);
    where.push(sql.replace(/\?/g, () => `$${++i}`));
  };
  if (query.status === 'syncing') where.push(`live.status = 'running'`);
  else if (query.status)
    add(`c.status = ? AND live.status IS DISTINCT FROM 'running'`, query.status);
  if (query.health) add(`${healthSql({ stale: STALE })} = ?`, query.health);
  if (query.state)
    add(
      `(SELECT ${stateSql('v.health')}
          FROM (SELECT ${healthSql({ stale: STALE })} AS health) v) = ?`,
      query.state,
    );
  if (query.types) add('c.connector_type = ANY(?)', query.types);
  if (query.owner_user_id) add('c.owner_user_id = ?', query.owner_user_id);
  if (query.q)
    add(
      `concat_ws(' ', c.name, c.account_label, c.handle, c.display_name, c.connector_type)
         ILIKE '%' || ? || '%'`,
      query.q.replace(/[\\%_]/g, '\\$&'),
    );
  if (query.after)
    add('(c.created_at, c.id) < (?::timestamptz, ?::uuid)', query.after.created_at, query.after.id);
  return { where: where.join(' AND '), values };
}

/** Connections newest first, filtered; one more than `limit` tells whether there is more. */
export async function listRows(
  workspace_id: string,
  stale_seconds: Record<string, number>,
  query: ListQuery,
): Promise<Row[]> {
  const { where, values } = conditions(workspace_id, stale_seconds, query);
  const limit = query.limit === null ? '' : ` LIMIT ${query.limit + 1}`;
  const { rows } = await db.query<Raw>(
    prepared(`${SELECT} WHERE ${where} ORDER BY c.created_at DESC, c.id DESC${limit}`, values),
  );
  return rows.map(rowOf);
}

/** How many connections the filters let through, whatever the page. */
export async function countRows(
  workspace_id: string,
  stale_seconds: Record<string, number>,
  query: ListQuery,
): Promise<number> {
  const { where, values } = conditions(workspace_id, stale_seconds, { ...query, after: null });
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n ${FROM} WHERE ${where}`,
    values,
  );
  return rows[0]!.n;
}

/** How many connections of the workspace have which health and are shown in which state. */
export async function countByHealth(
  workspace_id: string,
  stale_seconds: Record<string, number>,
): Promise<{ health: string; state: string; n: number }[]> {
  // Each row is judged once; what is counted then is a handful of groups.
  const groups = `SELECT ${healthSql({ stale: STALE })} AS health, c.status,
      CASE WHEN c.needs_reauth_at IS NOT NULL THEN now() END AS needs_reauth_at, count(*) AS n
    ${FROM}
   WHERE c.workspace_id = $1 AND $2::jsonb IS NOT NULL
   GROUP BY 1, 2, 3`;
  const { rows } = await db.query<{ health: string; state: string; n: number }>(
    `SELECT c.health, ${stateSql('c.health')} AS state, sum(c.n)::int AS n
       FROM (${groups}) c
      GROUP BY 1, 2`,
    [workspace_id, JSON.stringify(stale_seconds)],
  );
  return rows;
}

/** The live connection an account, a singleton or an unfinished attempt already has. */
export async function findExisting(
  sql: Sql,
  workspace_id: string,
  connector_type: string,
  by: {
    account?: string | null;
    singleton?: string | null;
    attempt_of?: string | null;
    except?: string;
  },
): Promise<{ id: string; status: string } | null> {
  const { rows } = await sql.query<{ id: string; status: string }>(
    `SELECT id, status
       FROM connections
      WHERE workspace_id = $1 AND connector_type = $2 AND status <> 'disconnected'
        AND id IS DISTINCT FROM $6::uuid
        AND (external_account_id = $3
             OR singleton = $4
             OR ($7 AND status = 'pending' AND external_account_id IS NULL
                 AND created_by IS NOT DISTINCT FROM $5::uuid))
      ORDER BY status = 'pending', created_at
      LIMIT 1`,
    [
      workspace_id,
      connector_type,
      by.account ?? null,
      by.singleton ?? null,
      by.attempt_of ?? null,
      by.except ?? null,
      by.attempt_of !== undefined,
    ],
  );
  return rows[0] ?? null;
}

export async function isMember(workspace_id: string, user_id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT 1 FROM memberships WHERE workspace_id = $1 AND user_id = $2',
    [workspace_id, user_id],
  );
  return rowCount === 1;
}

export async function returnOrigins(workspace_id: string): Promise<string[]> {
  const { rows } = await db.query<{ return_origins: string[] }>(
    'SELECT return_origins FROM workspaces WHERE id = $1',
    [workspace_id],
  );
  return rows[0]?.return_origins ?? [];
}

/** Slug and mode of a workspace, for work that starts from a row instead of a principal. */
export async function workspaceOf(
  id: string,
): Promise<{ id: string; slug: string; mode: 'live' | 'sandbox' }> {
  const { rows } = await db.query<{ id: string; slug: string; mode: 'live' | 'sandbox' }>(
    'SELECT id, slug, mode FROM workspaces WHERE id = $1',
    [id],
  );
  return rows[0]!;
}
