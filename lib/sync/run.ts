import type { AnyStream, Connector } from '@/lib/connectors/kit';
import type { Route } from '@/lib/egress/service';
import { openAccess, TokenError } from '@/lib/oauth/service';
import { now } from '@/lib/platform/clock';
import { db, transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';
import { counter } from '@/lib/platform/metrics';
import { analyzeOnce, idsSetAside } from '@/lib/records/service';
import {
  claim,
  ensureStreamRuns,
  finish,
  heartbeat,
  release,
  setStream,
  streamRuns,
  type RunRow,
  type StreamRunRow,
} from '@/lib/runs/service';
import { intervalOf, nextSlotIn, retryIn } from '@/lib/schedule/service';
import { Cancelled, LostClaim, Stopping, SyncError } from '@/lib/sync/errors';
import type { Caller } from '@/lib/sync/fetch';
import { judgeRun, type Outcome } from '@/lib/sync/outcome';
import {
  freeConnection,
  loadConnection,
  lockConnection,
  settleConnection,
  type ConnectionRow,
} from '@/lib/sync/repository';
import { noteStalls } from '@/lib/sync/stall';
import { syncStream } from '@/lib/sync/stream';

const HEARTBEAT_MS = 2_000;
/**
 * A run that was claimed this often without committing anything crashes its worker: it is set
 * aside.
 */
const MAX_ATTEMPTS = 5;
/** Streams in a row that fail by provider trouble before the provider is taken to be down. */
const TROUBLED_STREAMS = 2;

const WORKER_ID = newId();
const ended = counter<'connector' | 'status'>(
  'inlet_runs_finished_total',
  'Syncs this process ended, by outcome.',
);

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
  signal: AbortSignal,
  deps: SyncDeps,
): Promise<void> {
  const run = await claim(payload.workspace_id, payload.run_id, WORKER_ID);
  if (!run) return;
  const connection = await loadConnection(run.workspace_id, run.connection_id);
  const connector = connection && deps.connector(connection.connector_type);
  const gate = refusal(run, connection, connector);
  if (gate || !connection || !connector)
    return endWithout(run, gate ?? { status: 'cancelled', reason: 'The connection is gone.' });

  const streams = connector.streams.filter(
    (s) => run.requested_streams.length === 0 || run.requested_streams.includes(s.name),
  );
  const rows = await ensureStreamRuns(
    run,
    streams.map((s) => s.name),
  );
  if (!rows) return;
  const stop = new AbortController();
  const beat = heartbeatOf(run, stop);
  const onAbort = () => stop.abort(new Stopping());
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    const ended_by = await syncStreams(run, connection, connector, streams, rows, stop.signal);
    await end(run, connection, connector, await judged(run, ended_by));
  } catch (error) {
    await interrupted(run, connection, connector, error);
  } finally {
    beat.stop();
    signal.removeEventListener('abort', onAbort);
  }
}

function refusal(
  run: RunRow,
  connection: ConnectionRow | null,
  connector: Connector | null | undefined,
): { status: 'cancelled' | 'failed'; reason: string } | null {
  if (!connection || !connector)
    return { status: 'cancelled', reason: 'The connection or its connector is gone.' };
  if (run.cancel_requested_at) return { status: 'cancelled', reason: 'Cancelled before it began.' };
  if (connection.status === 'disconnected')
    return { status: 'cancelled', reason: 'The connection was disconnected.' };
  if (connection.status === 'paused' && run.triggered_by === 'schedule')
    return { status: 'cancelled', reason: 'The connection is paused.' };
  if (connection.needs_reauth)
    return { status: 'cancelled', reason: 'The connection has to be authorized again first.' };
  if (run.attempts > MAX_ATTEMPTS)
    return {
      status: 'failed',
      reason: `The sync crashed ${MAX_ATTEMPTS} times in a row without getting further and was set aside. It is tried again in an hour.`,
    };
  return null;
}

/**
 * Streams one after the other, each isolated. Answers the error that ended the run early, if one
 * did.
 */
async function syncStreams(
  run: RunRow,
  connection: ConnectionRow,
  connector: Connector,
  streams: readonly AnyStream[],
  rows: readonly StreamRunRow[],
  signal: AbortSignal,
): Promise<SyncError | null> {
  const target = { workspace_id: connection.workspace_id, connection_id: connection.id };
  const route: Route = {
    hosts: connector.hosts,
    mode: connection.mode,
    limits: connector.limits,
    keys: {
      connection: connection.id,
      app: `app/${connector.type}/${connection.provider_app_id ?? connection.mode}`,
    },
  };
  let caller: Caller;
  try {
    caller = {
      connector,
      route,
      signal,
      access: await openAccess({
        ...target,
        mode: connection.mode,
        provider_app_id: connection.provider_app_id,
        connector,
        route,
      }),
    };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return new SyncError(error.kind === 'operator' ? 'config' : 'auth', error.message, {
      reach: 'run',
      needs_reauth: error.kind !== 'operator',
    });
  }
  const before = { records: 0, pages: 0, done: 0 };
  let troubled = 0;
  for (const row of rows) {
    const stream = streams.find((s) => s.name === row.stream);
    if (!stream) continue;
    if (row.status === 'pending' || row.status === 'running') {
      const missing = (stream.scopes ?? []).filter((s) => connection.missing_scopes.includes(s));
      if (missing.length > 0) {
        await setStream(run, stream.name, {
          status: 'skipped',
          error_reason: 'auth',
          error_message: `The permission ${missing.join(', ')} was not granted.`,
        });
        continue;
      }
      if (!(await setStream(run, stream.name, { status: 'running' }))) throw new LostClaim();
      try {
        let last = { records: 0, pages: 0 };
        await syncStream({
          stream,
          run,
          caller,
          target: {
            ...target,
            stream: stream.name,
            entity: stream.entity,
            run,
            set_aside: await idsSetAside({ ...target, stream: stream.name }),
          },
          context: {
            account: { id: connection.external_account_id ?? '', details: connection.account },
            config: connection.config,
          },
          progress: (p) => {
            last = p;
            return {
              stream: stream.name,
              streams_done: before.done,
              streams_total: rows.length,
              records: before.records + p.records,
              pages: before.pages + p.pages,
              total: p.total === null ? null : before.records + p.total,
            };
          },
        });
        before.records += last.records;
        before.pages += last.pages;
        before.done += 1;
        troubled = 0;
        if (!(await setStream(run, stream.name, { status: 'completed' }))) throw new LostClaim();
        await analyzeOnce(db);
      } catch (error) {
        if (!(error instanceof SyncError)) throw error;
        await setStream(run, stream.name, {
          status: 'failed',
          error_reason: error.reason,
          error_message: error.message,
        });
        troubled = error.reason === 'transient' ? troubled + 1 : 0;
        if (error.reach === 'run' || troubled >= TROUBLED_STREAMS) {
          await failRest(run, rows, row.position, error);
          return error;
        }
      }
    }
  }
  return null;
}

/**
 * The streams that were not reached fail for the same reason; the next run starts with them as
 * usual.
 */
async function failRest(
  run: RunRow,
  rows: readonly StreamRunRow[],
  after: number,
  error: SyncError,
): Promise<void> {
  for (const row of rows)
    if (row.position > after && row.status !== 'completed')
      await setStream(run, row.stream, {
        status: 'failed',
        error_reason: error.reason,
        error_message: 'Not reached: the run ended before it.',
      });
}

const judged = async (run: RunRow, ended_by: SyncError | null): Promise<Outcome> =>
  judgeRun(await streamRuns(run.workspace_id, [run.id]), ended_by, now());

async function end(
  run: RunRow,
  connection: ConnectionRow,
  connector: Connector,
  outcome: Outcome,
): Promise<void> {
  const interval_ms = await intervalOf(connector);
  const next_in_ms =
    outcome.rate_limited_until !== null
      ? outcome.rate_limited_until - now() + Math.random() * 5_000
      : outcome.status === 'failed'
        ? retryIn(connection.consecutive_failures, interval_ms)
        : nextSlotIn(connection.id, interval_ms, now());
  await transaction(async (tx) => {
    await lockConnection(tx, run);
    if (!(await finish(tx, run, outcome))) throw new LostClaim();
    await noteStalls(tx, run);
    await settleConnection(tx, run, outcome, next_in_ms);
  })
    .then(() => ended({ connector: connector.type, status: outcome.status }))
    .catch((error: unknown) => {
      if (!(error instanceof LostClaim)) throw error;
    });
  log.info(
    {
      run: run.id,
      connection: connection.id,
      connector: connector.type,
      status: outcome.status,
      reason: outcome.error_reason,
    },
    'sync ended',
  );
}

async function endWithout(
  run: RunRow,
  gate: { status: 'cancelled' | 'failed'; reason: string },
): Promise<void> {
  await transaction(async (tx) => {
    await lockConnection(tx, run);
    if (
      !(await finish(tx, run, {
        status: gate.status,
        error_reason: gate.status === 'failed' ? 'unknown' : null,
        error_message: gate.reason,
      }))
    )
      return;
    if (gate.status === 'failed')
      await settleConnection(
        tx,
        run,
        {
          status: 'failed',
          error_reason: 'unknown',
          error_message: gate.reason,
          needs_reauth: null,
          rate_limited_until: null,
        },
        3_600_000,
      );
    else await freeConnection(tx, run, 3_600_000);
  });
}

async function interrupted(
  run: RunRow,
  connection: ConnectionRow,
  connector: Connector,
  error: unknown,
): Promise<void> {
  if (error instanceof LostClaim) return;
  if (error instanceof Cancelled) {
    const next_in_ms = nextSlotIn(connection.id, await intervalOf(connector), now());
    return transaction(async (tx) => {
      await lockConnection(tx, run);
      if (
        await finish(tx, run, {
          status: 'cancelled',
          error_reason: null,
          error_message: 'Cancelled.',
        })
      ) {
        await freeConnection(tx, run, next_in_ms);
        ended({ connector: connector.type, status: 'cancelled' });
      }
    });
  }
  // The run goes back; so does its job, because a handler that throws is tried again. A second job
  // would be refused: one a run.
  if (error instanceof Stopping) await release(db, run);
  throw error; // trouble of our own: the job engine tries again, from the checkpoint
}

/**
 * Signs of life while the run works; notices a cancel and a lost claim. One at a time: a commit
 * holds the row they touch, and a second one waiting would hold a second connection. A database
 * that is away is noticed by the next commit.
 */
function heartbeatOf(run: RunRow, stop: AbortController): { stop: () => void } {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const next = () => {
    timer = setTimeout(() => void beat(), HEARTBEAT_MS);
  };
  const beat = async () => {
    try {
      const alive = await heartbeat(run);
      if (!alive && !stopped) stop.abort(new LostClaim());
      else if (alive?.cancel_requested) stop.abort(new Cancelled());
    } catch (error) {
      log.warn({ run: run.id, error: String(error) }, 'run heartbeat failed');
    }
    if (!stopped) next();
  };
  next();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
