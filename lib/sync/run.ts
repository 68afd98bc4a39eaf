import { limitsFor, type Connector, type Stream } from '@/lib/connectors/kit';
import type { Route } from '@/lib/egress/service';
import { givenIn, openAccess, TokenError } from '@/lib/oauth/service';
import { now } from '@/lib/platform/clock';
import { newId } from '@/lib/platform/ids';
import {
  claim,
  ensureStreamRuns,
  streamRuns,
  type RunRow,
  type StreamRunRow,
} from '@/lib/runs/service';
import type { Caller } from '@/lib/sync/context';
import { endByOutcome, endUnstarted, interrupted } from '@/lib/sync/endings';
import { SyncError } from '@/lib/sync/errors';
import { refusal } from '@/lib/sync/gate';
import { outcomeOf } from '@/lib/sync/outcome';
import { loadConnection, type ConnectionRow } from '@/lib/sync/repository';
import { syncStreams, type RunContext } from '@/lib/sync/streams';
import { watchRun } from '@/lib/sync/watch';

const WORKER_ID = newId();

export interface SyncDeps {
  connector: (type: string) => Connector | undefined;
}

/**
 * Runs one sync to its end. Safe to call again for the same run: it goes on from the checkpoints.
 * Returns when the run has ended, was given back (the signal aborted: another worker goes on), or
 * is somebody else's. Throws only on trouble of our own (the database is away); the job is then
 * tried again.
 */
export async function runSync(
  payload: { workspace_id: string; connection_id: string; run_id: string },
  stopping: AbortSignal,
  deps: SyncDeps,
): Promise<void> {
  const run = await claim(payload.workspace_id, payload.run_id, WORKER_ID);
  if (!run) return;
  const connection = await loadConnection(run.workspace_id, run.connection_id);
  const connector = connection && deps.connector(connection.connector_type);
  const gate = refusal(run, connection, connector);
  if (gate || !connection || !connector) return endUnstarted(run, gate!);

  const streams = wanted(connector, run.requested_streams);
  const names = streams.map((s) => s.name);
  const rows = await ensureStreamRuns(run, names);
  if (!rows) return;
  const watch = watchRun(run, stopping);
  const clock: Caller['clock'] = { offset_ms: null };
  const whole = { run, connection, connector, clock };
  try {
    const ended_by = await readAll(whole, streams, rows, watch.signal);
    const outcomes = await streamRuns(run.workspace_id, [run.id]);
    await endByOutcome(whole, outcomeOf(outcomes, ended_by, now()));
  } catch (error) {
    await interrupted(whole, error);
  } finally {
    watch.end();
  }
}

/** The streams asked for; without a request all, in declared order: parents before their children. */
const wanted = (connector: Connector, requested: readonly string[]): Stream[] =>
  connector.streams.filter((s) => requested.length === 0 || requested.includes(s.name));

async function readAll(
  whole: Omit<RunContext, 'caller'> & { clock: Caller['clock'] },
  streams: readonly Stream[],
  rows: readonly StreamRunRow[],
  signal: AbortSignal,
): Promise<SyncError | null> {
  const { connection, connector, clock, run } = whole;
  const route = routeOf(connection, connector, run);
  try {
    const access = await openAccess({
      workspace_id: connection.workspace_id,
      connection_id: connection.id,
      mode: connection.mode,
      provider_app_id: connection.provider_app_id,
      connector,
      route,
      given: givenIn(connection.config),
    });
    const account_details = connection.account;
    const caller: Caller = { connector, route, access, signal, clock, account_details };
    return await syncStreams({ run, connection, connector, caller }, streams, rows);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const isOperators = error.kind === 'operator';
    return new SyncError(isOperators ? 'config' : 'auth', error.message, {
      reach: 'run',
      needs_reauth: !isOperators,
      grant_gone: error.kind === 'gone',
    });
  }
}

const routeOf = (connection: ConnectionRow, connector: Connector, run: RunRow): Route => ({
  // Somebody who asks by hand may try a closed door once.
  probe: run.triggered_by === 'manual' || run.triggered_by === 'api',
  hosts: connector.hosts,
  may_change: connector.direction === 'outbound',
  mode: connection.mode,
  limits: limitsFor(connector.limits, connection.config),
  keys: {
    connection: connection.id,
    app: `app/${connector.type}/${connection.provider_app_id ?? connection.mode}`,
  },
});
