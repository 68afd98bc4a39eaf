import type { Connector, Stream } from '@/lib/connectors/kit';
import { TokenError } from '@/lib/oauth/service';
import { now } from '@/lib/platform/clock';
import { newId } from '@/lib/platform/ids';
import {
  claim,
  ensureStreamRuns,
  setStream,
  streamRuns,
  type StreamRunRow,
} from '@/lib/runs/service';
import { openCaller } from '@/lib/sync/caller';
import type { Caller } from '@/lib/sync/context';
import { endByOutcome, endUnstarted, interrupted } from '@/lib/sync/endings';
import { Cancelled, LostClaim, Stopping, SyncError } from '@/lib/sync/errors';
import { refusal } from '@/lib/sync/gate';
import { outcomeOf, type Outcome } from '@/lib/sync/outcome';
import { loadConnection, type ConnectionRow } from '@/lib/sync/repository';
import { syncStreams, type RunContext } from '@/lib/sync/streams';
import { runLog } from '@/lib/sync/run-log';
import { watchRun } from '@/lib/sync/watch';

const WORKER_ID = newId();

export interface SyncDeps {
  connector: (type: string) => Connector | undefined;
  /** What a run of an outbound connector does; lib/mirror. */
  write?: (job: RunContext) => Promise<Written>;
}

/** What a run of an outbound connector came to. */
export interface Written {
  /** Why something could not be written, in a sentence; null: all was. */
  trouble: string | null;
}

/** What an outbound connector writes has one name in the history of its runs. */
const OUTBOUND_STREAM = 'documents';

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

  const outbound = connector.direction === 'outbound';
  const streams = wanted(connector, connection, run.requested_streams);
  const names = outbound ? [OUTBOUND_STREAM] : streams.map((s) => s.name);
  const rows = await ensureStreamRuns(run, names);
  if (!rows) return;
  const log = runLog(run);
  log.note('info', run.epoch === 1 ? 'The run begins.' : 'Taken up again where it was left.');
  const watch = watchRun(run, stopping, log);
  const clock: Caller['clock'] = { offset_ms: null };
  const whole = { run, connection, connector, clock, log };
  try {
    const outcome = outbound
      ? await writeAll(whole, watch.signal, deps)
      : await readAll(whole, watch.signal, streams, rows);
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

/** Opens the way to the provider and works. Answers the error that ended the run early, if one did. */
async function opened(
  { connection, connector, clock, log, run }: Logged,
  signal: AbortSignal,
  work: (caller: Caller) => Promise<SyncError | null>,
): Promise<SyncError | null> {
  // Somebody who asks by hand may try a closed door once.
  const probe = run.triggered_by === 'manual' || run.triggered_by === 'api';
  try {
    return await work(await openCaller(connection, connector, { probe, signal, clock, log }));
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

/** What a run is about, before the way to the provider is open. */
type Logged = Omit<RunContext, 'caller'> & Required<Pick<Caller, 'clock' | 'log'>>;

/** Reads the streams; answers what the run came to. */
async function readAll(
  whole: Logged,
  signal: AbortSignal,
  streams: readonly Stream[],
  rows: readonly StreamRunRow[],
): Promise<Outcome> {
  const { run, connection, connector } = whole;
  const ended_by = await opened(whole, signal, (caller) =>
    syncStreams({ run, connection, connector, caller }, streams, rows),
  );
  return outcomeOf(await streamRuns(run.workspace_id, [run.id]), ended_by, now());
}

/** The run of an outbound connector: writes, and says what came of it. */
async function writeAll(whole: Logged, signal: AbortSignal, { write }: SyncDeps): Promise<Outcome> {
  const { run } = whole;
  if (!(await setStream(run, OUTBOUND_STREAM, { status: 'running' }))) throw new LostClaim();
  let trouble: string | null = null;
  const ended_by = await opened(whole, signal, async (caller) => {
    try {
      if (!write) throw new Error('Nothing here runs outbound connectors.');
      ({ trouble } = await write({ ...whole, caller }));
      return null;
    } catch (error) {
      if (error instanceof SyncError) return error;
      throw error;
    }
  });
  const failed = ended_by ? { error_reason: ended_by.reason, error_message: ended_by.message } : {};
  await setStream(run, OUTBOUND_STREAM, { status: ended_by ? 'failed' : 'completed', ...failed });
  const outcome = outcomeOf([], ended_by, now());
  return trouble === null
    ? outcome
    : { ...outcome, status: 'partial', error_reason: 'unknown', error_message: trouble };
}
