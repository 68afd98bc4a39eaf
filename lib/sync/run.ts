import type { Connector, Stream } from '@/lib/connectors/kit';
import { TokenError } from '@/lib/oauth/service';
import { now } from '@/lib/platform/clock';
import { newId } from '@/lib/platform/ids';
import { claim, ensureStreamRuns, streamRuns, type StreamRunRow } from '@/lib/runs/service';
import { openCaller } from '@/lib/sync/caller';
import type { Caller } from '@/lib/sync/context';
import { endByOutcome, endUnstarted, interrupted } from '@/lib/sync/endings';
import { Cancelled, LostClaim, Stopping, SyncError } from '@/lib/sync/errors';
import { refusal } from '@/lib/sync/gate';
import { outcomeOf } from '@/lib/sync/outcome';
import { loadConnection, type ConnectionRow } from '@/lib/sync/repository';
import { syncStreams, type RunContext } from '@/lib/sync/streams';
import { runLog } from '@/lib/sync/run-log';
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

  const streams = wanted(connector, connection, run.requested_streams);
  const names = streams.map((s) => s.name);
  const rows = await ensureStreamRuns(run, names);
  if (!rows) return;
  const log = runLog(run);
  log.note('info', run.epoch === 1 ? 'The run begins.' : 'Taken up again where it was left.');
  const watch = watchRun(run, stopping, log);
  const clock: Caller['clock'] = { offset_ms: null };
  const whole = { run, connection, connector, clock, log };
  try {
    const ended_by = await readAll(whole, streams, rows, watch.signal);
    const outcomes = await streamRuns(run.workspace_id, [run.id]);
    const outcome = outcomeOf(outcomes, ended_by, now());
    const level = outcome.status === 'completed' ? 'info' : 'error';
    log.note(level, `The run ends: ${outcome.error_message ?? outcome.status}`);
    await endByOutcome(whole, outcome);
  } catch (error) {
    log.note('warn', stopWords(error));
    await interrupted(whole, error);
  } finally {
    watch.end();
    await log.flush();
  }
}

/** Why a run was stopped from outside. */
function stopWords(error: unknown): string {
  if (error instanceof Cancelled) return 'Somebody cancelled it.';
  if (error instanceof LostClaim) return 'Another worker has taken it over.';
  return error instanceof Stopping
    ? 'This process ends: another worker goes on.'
    : 'Trouble of our own: it is tried again.';
}

/**
 * The streams asked for that are switched on; without a request all, in declared order: parents
 * before their children.
 */
const wanted = (
  connector: Connector,
  { excluded_streams }: ConnectionRow,
  requested: readonly string[],
): Stream[] =>
  connector.streams.filter(
    ({ name }) =>
      !excluded_streams.includes(name) && (requested.length === 0 || requested.includes(name)),
  );

/** Opens the way to the provider and reads. Answers the error that ended the run early, if one did. */
async function readAll(
  whole: Omit<RunContext, 'caller'> & Required<Pick<Caller, 'clock' | 'log'>>,
  streams: readonly Stream[],
  rows: readonly StreamRunRow[],
  signal: AbortSignal,
): Promise<SyncError | null> {
  const { connection, connector, clock, log, run } = whole;
  // Somebody who asks by hand may try a closed door once.
  const probe = run.triggered_by === 'manual' || run.triggered_by === 'api';
  try {
    const caller = await openCaller(connection, connector, { probe, signal, clock, log });
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
