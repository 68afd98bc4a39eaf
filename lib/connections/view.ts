import type * as z from 'zod';
import type { Connection, ConnectionStatus } from '@/lib/contract/connections';
import type { DeletionsHeld, Status } from '@/lib/contract/health';
import type { Progress, RunSummary } from '@/lib/contract/runs';
import type { Connector } from '@/lib/connectors/kit';
import type { Row, RunColumns } from '@/lib/connections/repository-row';
import { judgeHealth, type Facts } from '@/lib/health/service';
import { iso } from '@/lib/platform/clock';
import { liveState } from '@/lib/webhooks/service';

/** The public form of a connection. A column that is not named here is never shown. */
export function toConnection(
  row: Row,
  connector: Connector | undefined,
  stale_after_ms: number,
  now_ms: number,
): z.output<typeof Connection> {
  const { health, detail } = judgeHealth(factsOf(row, connector, stale_after_ms), now_ms);
  const live = liveState(row.live_updates, row);
  return {
    id: row.id,
    kind: 'first_party',
    connector_type: row.connector_type,
    name: row.name,
    description: row.description,
    status: statusOf(row),
    health,
    health_detail: detail,
    scope: row.scope,
    direction: row.direction,
    is_syncing: row.live_run_id !== null,
    last_synced_at: iso(row.last_synced_at),
    current_to: iso(row.current_to),
    last_error: row.needs_reauth_reason ?? row.last_error,
    error_category: row.needs_reauth_at ? 'auth' : row.error_category,
    last_run: lastRun(row),
    records_total: row.records_total,
    owner_user_id: row.owner_user_id,
    owner_name: row.owner_name,
    created_by: row.created_by,
    created_by_name: row.created_by_name,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
    account_label: row.account_label,
    external_account_id: row.external_account_id,
    missing_scopes: row.missing_scopes,
    collection: row.collection,
    tags: row.tags,
    schedule: row.schedule,
    config: row.config,
    account_details: row.account,
    authorization: authorizationOf(row, connector),
    auth_provider: row.auth_provider,
    disconnected_at: iso(row.disconnected_at),
    auto_paused_at: iso(row.auto_paused_at),
    handle: row.handle,
    display_name: row.display_name,
    avatar_url: row.avatar_url,
    deletions_held: heldOf(row, connector),
    stalled_streams: row.stalled_streams,
    quarantined: row.quarantined,
    live_updates: live.live_updates,
    live_updates_detail: live.detail,
  };
}

/** The lean form for polling. */
export function toStatus(
  row: Row,
  connector: Connector | undefined,
  stale_after_ms: number,
  now_ms: number,
): z.output<typeof ConnectionStatus> {
  const { health, detail } = judgeHealth(factsOf(row, connector, stale_after_ms), now_ms);
  return {
    id: row.id,
    status: statusOf(row),
    health,
    health_detail: detail,
    is_syncing: row.live_run_id !== null,
    last_synced_at: iso(row.last_synced_at),
    current_to: iso(row.current_to),
    last_error: row.needs_reauth_reason ?? row.last_error,
    last_run: lastRun(row),
    auto_paused_at: iso(row.auto_paused_at),
    progress: progressOf(row, now_ms),
  };
}

function authorizationOf(
  row: Row,
  connector: Connector | undefined,
): z.output<typeof Connection>['authorization'] {
  const method = connector?.auth.method ?? 'oauth';
  if (method !== 'oauth') return method;
  if (row.auth_provider !== null) return 'auth_provider';
  if (row.token_given) return 'token';
  return row.provider_app_id === null ? 'browser' : 'own_app';
}

const labelOf = (connector: Connector | undefined, stream: string): string =>
  connector?.streams.find((s) => s.name === stream)?.label ?? stream;

const heldOf = (row: Row, connector: Connector | undefined): DeletionsHeld[] =>
  Object.entries(row.sweep_held ?? {}).map(([stream, held]) => ({
    stream,
    label: labelOf(connector, stream),
    would_delete: held.would_delete,
    of: held.of,
    since: iso(held.since),
    confirmed: held.confirmed,
  }));

/**
 * "syncing" is a connection whose run is under way; one that only waits in the queue keeps its
 * state, with is_syncing true.
 */
const statusOf = (row: Row): Status =>
  row.live?.status === 'running' && row.status !== 'disconnected' && row.status !== 'paused'
    ? 'syncing'
    : row.status;

const lastRun = (row: Row): RunSummary | null => {
  const run = row.live?.status === 'running' ? row.live : (row.run ?? row.live);
  return run && summary(run);
};

const summary = (r: RunColumns): RunSummary => ({
  id: r.id,
  status: r.status,
  sync_type: r.sync_type,
  triggered_by: r.triggered_by,
  started_at: r.started_at && iso(r.started_at),
  finished_at: r.finished_at && iso(r.finished_at),
  streams_total: r.streams_total,
  streams_failed: r.streams_failed,
  records_written: r.records_created + r.records_updated,
  error_reason: r.error_reason,
});

function progressOf(row: Row, now_ms: number): Progress | null {
  const { live } = row;
  if (!live) return null;
  const p = (live.progress ?? {}) as Partial<
    Pick<Progress, 'stream' | 'streams_done' | 'records' | 'pages' | 'total'>
  >;
  const elapsed_ms = Math.max(live.elapsed_ms ?? 0, 0);
  const records = p.records ?? 0;
  const rate = elapsed_ms > 0 ? (records * 1000) / elapsed_ms : 0;
  const total = p.total ?? null;
  const waits = live.waiting !== null && Date.parse(live.waiting.until) > now_ms;
  return {
    waiting: waits ? live.waiting : null,
    run_id: live.id,
    stream: p.stream ?? null,
    streams_done: p.streams_done ?? 0,
    streams_total: live.streams_total,
    records,
    pages: p.pages ?? 0,
    records_per_second: Math.round(rate * 10) / 10,
    elapsed_ms,
    total,
    estimated_remaining_ms:
      total !== null && rate > 0 && total > records
        ? Math.round(((total - records) / rate) * 1000)
        : null,
  };
}

export function factsOf(row: Row, connector: Connector | undefined, stale_after_ms: number): Facts {
  return {
    status: row.status,
    direction: row.direction,
    auth_method: connector?.auth.method ?? 'oauth',
    has_live_run: row.live_run_id !== null,
    needs_reauth: row.needs_reauth_at
      ? { reason: row.needs_reauth_reason ?? 'The provider no longer accepts the credential.' }
      : null,
    rate_limited_until: row.rate_limited_until?.getTime() ?? null,
    deletions_held: heldOf(row, connector),
    auto_paused: row.auto_paused_at ? { failures: row.fruitless_runs } : null,
    stalled: row.stalled_streams.map((stream) => labelOf(connector, stream)),
    quarantined: row.quarantined,
    missing_scopes: row.missing_scopes,
    last_synced_at: row.last_synced_at?.getTime() ?? null,
    last_run: row.run && {
      status: row.run.status,
      error_reason: row.run.error_reason,
      error_message: row.run.error_message,
      streams_failed: row.run.streams_failed,
      streams_total: row.run.streams_total,
    },
    next_sync_at: row.next_sync_at?.getTime() ?? null,
    stale_after_ms: Math.max(stale_after_ms, 2_000 * (row.schedule_gap_seconds ?? 0)),
    provider_name: connector?.name ?? row.connector_type,
  };
}
