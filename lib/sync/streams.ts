import type { Connector, Stream } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { analyzeOnce, quarantinedIds } from '@/lib/records/service';
import { setStream, type RunRow, type StreamRunRow } from '@/lib/runs/service';
import type { Caller, StreamRun } from '@/lib/sync/context';
import { LostClaim, SyncError } from '@/lib/sync/errors';
import type { ConnectionRow } from '@/lib/sync/repository';
import { syncStream } from '@/lib/sync/stream';

/** Streams in a row that fail by provider trouble before the provider is taken to be down. */
const TROUBLED_STREAMS = 2;

export interface RunContext {
  run: RunRow;
  connection: ConnectionRow;
  connector: Connector;
  caller: Caller;
}

/** What the streams before the present one came to. */
interface Sums {
  records: number;
  pages: number;
  done: number;
}

/**
 * Streams one after the other, each isolated from the others. Answers the error that ended the run
 * early, if one did.
 */
export async function syncStreams(
  context: RunContext,
  streams: readonly Stream[],
  rows: readonly StreamRunRow[],
): Promise<SyncError | null> {
  const sums: Sums = { records: 0, pages: 0, done: 0 };
  let troubled = 0;
  for (const row of rows) {
    const stream = streams.find((s) => s.name === row.stream);
    if (!stream || (row.status !== 'pending' && row.status !== 'running')) continue;
    if (await skippedForPermission(context, stream)) continue;
    const error = await oneStream(context, stream, rows.length, sums);
    if (!error) {
      troubled = 0;
      continue;
    }
    troubled = error.reason === 'transient' ? troubled + 1 : 0;
    if (error.reach === 'run' || troubled >= TROUBLED_STREAMS) {
      await failRest(context.run, rows, row.position, error);
      return error;
    }
  }
  return null;
}

async function skippedForPermission(
  { run, connection }: RunContext,
  stream: Stream,
): Promise<boolean> {
  const missing = (stream.scopes ?? []).filter((s) => connection.missing_scopes.includes(s));
  if (missing.length === 0) return false;
  await setStream(run, stream.name, {
    status: 'skipped',
    error_reason: 'auth',
    error_message: `The permission ${missing.join(', ')} was not granted.`,
  });
  return true;
}

/** Syncs one stream and notes how it went. Throws what is not the stream's own trouble. */
async function oneStream(
  context: RunContext,
  stream: Stream,
  streams_total: number,
  sums: Sums,
): Promise<SyncError | null> {
  const { run, caller } = context;
  caller.log?.at(stream.name);
  if (!(await setStream(run, stream.name, { status: 'running' }))) throw new LostClaim();
  const read = { records: 0, pages: 0 };
  try {
    await syncStream(await streamRun(context, stream, { streams_total, sums, read }));
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    await setStream(run, stream.name, {
      status: 'failed',
      error_reason: error.reason,
      error_message: error.message,
    });
    caller.log?.note('error', error.message);
    return error;
  }
  const records = read.records === 1 ? 'record' : 'records';
  caller.log?.note('info', `${stream.label}: read to the end, ${read.records} ${records}.`);
  sums.records += read.records;
  sums.pages += read.pages;
  sums.done += 1;
  if (!(await setStream(run, stream.name, { status: 'completed' }))) throw new LostClaim();
  await analyzeOnce(db);
  return null;
}

async function streamRun(
  { run, connection, caller }: RunContext,
  stream: Stream,
  at: { streams_total: number; sums: Sums; read: { records: number; pages: number } },
): Promise<StreamRun> {
  const key = {
    workspace_id: connection.workspace_id,
    connection_id: connection.id,
    stream: stream.name,
  };
  return {
    ...key,
    entity: stream.entity,
    declared: stream,
    run,
    caller,
    context: {
      account: { id: connection.external_account_id ?? '', details: connection.account },
      config: connection.config,
    },
    backfill_from: connection.backfill_from?.toISOString() ?? null,
    quarantined: await quarantinedIds(key),
    progress: ({ records, pages, total }) => {
      Object.assign(at.read, { records, pages });
      return {
        stream: stream.name,
        streams_done: at.sums.done,
        streams_total: at.streams_total,
        records: at.sums.records + records,
        pages: at.sums.pages + pages,
        total: total === null ? null : at.sums.records + total,
      };
    },
  };
}

/** The streams that were not reached fail for the same reason; the next run starts with them as usual. */
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
