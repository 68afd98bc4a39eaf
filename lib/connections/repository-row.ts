import type { ErrorReason, Json, Schedule } from '@/lib/contract/common';
import type { Progress, RunStatus, Trigger } from '@/lib/contract/runs';
import { part, raw, type Fragment } from '@/lib/platform/sql';
import { LIVE_FACTS, type LiveFacts } from '@/lib/webhooks/service';

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
  excluded_streams: string[];
  backfill_from: Date | null;
  collection: string | null;
  tags: string[];
  schedule: Schedule | null;
  schedule_gap_seconds: number | null;
  auth_provider: string | null;
  token_given: boolean;
  disconnected_at: Date | null;
  auto_paused_at: Date | null;
  fruitless_runs: number;
  missing_scopes: string[];
  needs_reauth_at: Date | null;
  needs_reauth_reason: string | null;
  rate_limited_until: Date | null;
  last_synced_at: Date | null;
  current_to: Date | null;
  last_error: string | null;
  error_category: ErrorReason | null;
  sweep_held: Record<
    string,
    { would_delete: number; of: number; since: string; confirmed: number | null }
  > | null;
  stalled_streams: string[];
  quarantined: number;
  live_updates: LiveFacts | null;
  live_run_id: string | null;
  next_sync_at: Date | null;
  sync_immediately: boolean;
  created_at: Date;
  updated_at: Date;
  records_total: number;
  mode: 'live' | 'sandbox';
  run: RunColumns | null;
  live:
    | (RunColumns & { progress: Json; waiting: Progress['waiting']; elapsed_ms: number | null })
    | null;
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

const runColumns = (make: (column: string) => string) => raw(RUN_COLUMNS.map(make).join(', '));

/**
 * The last run comes as columns: an object made by the database costs a list of 100 a millisecond.
 * A live run is rare: it is looked up where there is one, so that the join in JOINED falls away
 * unless a filter needs it.
 */
const LIVE = part`
  CASE WHEN c.live_run_id IS NOT NULL THEN (
    SELECT jsonb_build_object(
      ${runColumns((c) => `'${c}', r.${c}`)},
      'progress', r.progress,
      'waiting', r.waiting,
      'elapsed_ms', (extract(epoch FROM now() - r.started_at) * 1000)::int)
    FROM sync_runs r
    WHERE r.workspace_id = c.workspace_id AND r.id = c.live_run_id
  ) END`;

export type Raw = Omit<Row, 'run'> & {
  [C in keyof RunColumns as `run_${C}`]: RunColumns[C] | null;
};

const RUN_KEYS = RUN_COLUMNS.map((to) => ({ to, from: `run_${to}` as const }));

/** The row of a connection, from what SELECTED answers. */
export function rowOf(raw: Raw & { run?: RunColumns | null }): Row {
  raw.run = null;
  if (raw.run_id !== null) {
    const run: Partial<Record<keyof RunColumns, unknown>> = {};
    for (const { to, from } of RUN_KEYS) run[to] = raw[from];
    raw.run = run as RunColumns;
  }
  return raw as Row;
}

/** Connections with their workspace, their last run and a live one. */
export const JOINED = part`
  connections c
  JOIN workspaces w ON w.id = c.workspace_id
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
  'excluded_streams',
  'backfill_from',
  'collection',
  'tags',
  'schedule',
  'schedule_gap_seconds',
  'auth_provider',
  'token_given',
  'disconnected_at',
  'auto_paused_at',
  'fruitless_runs',
  'missing_scopes',
  'needs_reauth_at',
  'needs_reauth_reason',
  'rate_limited_until',
  'last_synced_at',
  'current_to',
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

const WHOLE_ROW = part`
    ${raw(COLUMNS.map((column) => `c.${column}`).join(', '))},
    w.mode, o.name AS owner_name, u.name AS created_by_name,
    (
      SELECT COALESCE(sum(n.live), 0)::int
      FROM stream_counts n
      WHERE n.workspace_id = c.workspace_id AND n.connection_id = c.id
    ) AS records_total,
    ${runColumns((c) => `lr.${c} AS run_${c}`)},
    ${LIVE} AS live, ${LIVE_FACTS} AS live_updates
  FROM ${JOINED}
  LEFT JOIN users o ON o.id = c.owner_user_id
  LEFT JOIN users u ON u.id = c.created_by`;

/** A whole row, to be read with rowOf: `SELECT … FROM …`, without conditions. */
export const SELECTED = part`
  SELECT ${WHOLE_ROW}`;

/** The same with one column more. */
export const selectedWith = (column: Fragment): Fragment => part`
  SELECT ${column}, ${WHOLE_ROW}`;
