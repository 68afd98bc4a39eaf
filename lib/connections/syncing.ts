import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import type { Json } from '@/lib/contract/common';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import type {
  cancelRun as cancelOperation,
  getRunLog as logOperation,
  listEntities as entitiesOperation,
  listRecords as recordsOperation,
  listRuns as runsOperation,
  Run,
  startSync as syncOperation,
} from '@/lib/contract/runs';
import { findConnector } from '@/lib/catalog/service';
import type { Row } from '@/lib/connections/repository-read';
import { dropQueuedRun, lockConnection } from '@/lib/connections/repository-write';
import {
  connectorOf,
  mayReadRecords,
  mustFind,
  mustLock,
  seesRecords,
} from '@/lib/connections/shared';
import { bySystem, emit, type Teller } from '@/lib/events/service';
import { transaction, type Sql } from '@/lib/platform/db';
import { readEntities, readRecords } from '@/lib/records/service';
import { readLog, requestCancel, requestRun, runExists, runHistory } from '@/lib/runs/service';

/**
 * Queues a sync now. While one runs, records a `skipped_locked` run and throws sync_in_progress
 * with the live run's id.
 */
export async function startSync(
  actor: Actor,
  input: z.output<typeof syncOperation.input>,
): Promise<z.output<typeof syncOperation.output>> {
  const row = await mustFind(actor, input.id);
  const connector = connectorOf(row);
  const names = connector.streams.map((s) => s.name);
  const unknown = input.streams.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const quoted = unknown.map((name) => `"${name}"`).join(', ');
    throw new DomainError('unknown_stream', {
      detail: `${connector.name} has no stream ${quoted}. It has: ${names.join(', ')}.`,
    });
  }
  const outcome = await transaction(async (tx) => {
    const now = await mustLock(tx, actor, row.id);
    const off = input.streams.find((name) => now.excluded_streams.includes(name));
    if (off !== undefined)
      throw new DomainError('not_syncable', {
        detail: `The stream "${off}" is switched off.`,
        fix: 'Switch it on first.',
      });
    if (connector.auth.method === 'webhook') throw nothingToAsk();
    if (!now.live_run_id) assertSyncable(now);
    const sync_type = input.full_sync ? 'full' : 'incremental';
    return requestByHand(tx, actor, row, { sync_type, streams: input.streams });
  });
  if (!outcome.queued)
    throw new DomainError('sync_in_progress', {
      detail: 'A sync of this connection is already running.',
      extra: { sync_run_id: outcome.live_run_id, skipped_run_id: outcome.skipped_run_id },
    });
  return { queued: true, sync_run_id: outcome.run_id };
}

/** Queues a run that somebody asked for, ahead of those that are due, and tells of it. */
export async function requestByHand(
  tx: Sql,
  actor: Actor,
  row: Pick<Row, 'workspace_id' | 'id' | 'connector_type'>,
  wanted: { sync_type: 'full' | 'incremental'; streams: string[] },
) {
  const triggered_by = actor.kind === 'api_key' ? 'api' : 'manual';
  const requested = await requestRun(tx, {
    workspace_id: row.workspace_id,
    connection_id: row.id,
    connector_type: row.connector_type,
    ...wanted,
    triggered_by,
    priority: 10,
  });
  if (requested.queued) {
    const data = { run_id: requested.run_id, triggered_by };
    await emit(tx, actor, { event: 'run.requested', id: row.id, data });
  }
  return requested;
}

const nothingToAsk = () =>
  new DomainError('not_syncable', {
    detail: 'Its records are delivered to it.',
    fix: 'Nothing: they arrive by themselves.',
  });

/**
 * A person may ask through a longer wait than this: the provider may have let go already. The run
 * makes one call, and waits again when that is refused.
 */
const LONG_WAIT_MS = 15 * 60_000;

/** Throws not_syncable with what has to happen first. */
export function assertSyncable(row: Row): void {
  const refuse = (detail: string, fix: string): never => {
    throw new DomainError('not_syncable', { detail, fix });
  };
  if (row.status === 'disconnected')
    refuse('This connection is disconnected.', 'Reconnect it first.');
  if (row.status === 'pending')
    refuse('This connection is not finished yet.', 'Finish connecting it first.');
  if (row.status === 'paused') refuse('This connection is paused.', 'Resume it first.');
  if (row.needs_reauth_at)
    refuse(
      row.needs_reauth_reason ?? 'The provider no longer accepts the credential.',
      'Reconnect it first.',
    );
  const wait_ms = (row.rate_limited_until?.getTime() ?? 0) - Date.now();
  if (wait_ms > 0 && wait_ms <= LONG_WAIT_MS)
    refuse(
      `The provider asked us to wait until ${row.rate_limited_until!.toISOString()}.`,
      'Nothing: it goes on by itself then.',
    );
}

export async function listRuns(
  principal: Principal,
  input: z.output<typeof runsOperation.input>,
): Promise<z.output<typeof runsOperation.output>> {
  const row = await mustFind(principal, input.id);
  const connector = findConnector(row.connector_type);
  const runs = await runHistory(
    row.workspace_id,
    row.id,
    input,
    (stream) => connector?.streams.find((s) => s.name === stream)?.entity ?? null,
  );
  return { runs: seesRecords(principal, row) ? runs : runs.map(withoutTexts) };
}

/**
 * What a run did, call by call. Addresses may name records, so that of a personal connection it is its
 * owner's.
 */
export async function getRunLog(
  principal: Principal,
  input: z.output<typeof logOperation.input>,
): Promise<z.output<typeof logOperation.output>> {
  const row = await mustFind(principal, input.id);
  mayReadRecords(principal, row);
  if (!(await runExists(row.workspace_id, row.id, input.run_id))) throw missing('run');
  return readLog(row.workspace_id, input.run_id);
}

/** What a provider said of a record may quote it: of a personal connection only numbers are shown. */
const withoutTexts = (run: Run): Run => ({
  ...run,
  error_message: null,
  streams: run.streams.map((stream) => ({ ...stream, error_message: null })),
});

/** Asks a live run to stop; a queued one ends at once. Throws run_not_found or run_not_live. */
export async function cancelRun(
  actor: Actor,
  input: z.output<typeof cancelOperation.input>,
): Promise<z.output<typeof cancelOperation.output>> {
  const row = await mustFind(actor, input.id);
  if (!(await runExists(row.workspace_id, row.id, input.run_id))) throw missing('run');
  await transaction(async (tx) => {
    await lockConnection(tx, row.workspace_id, row.id);
    if (!(await cancelIn(tx, actor, row, input.run_id))) throw new DomainError('run_not_live');
  });
  return { cancelling: true, sync_run_id: input.run_id };
}

/**
 * Cancels the run of a job that somebody cancelled at the job engine, as if it had been asked for
 * here. One that has ended stays as it is.
 */
export async function cancelJob(payload: {
  workspace_id: string;
  connection_id: string;
  run_id: string;
}): Promise<void> {
  const connection = { workspace_id: payload.workspace_id, id: payload.connection_id };
  await transaction(async (tx) => {
    await lockConnection(tx, connection.workspace_id, connection.id);
    await cancelIn(tx, bySystem(connection.workspace_id), connection, payload.run_id);
  });
}

/**
 * Asks a live run to stop, inside a transaction that holds the connection; a queued one ends there.
 * False: it is not live.
 */
export async function cancelIn(
  tx: Sql,
  actor: Teller,
  row: Pick<Row, 'workspace_id' | 'id'>,
  run_id: string,
): Promise<boolean> {
  const was = await requestCancel(tx, row.workspace_id, row.id, run_id);
  if (was === null) return false;
  await emit(tx, actor, { event: 'run.cancelled', id: row.id, data: { run_id } });
  if (was === 'running') return true;
  await dropQueuedRun(tx, row.workspace_id, row.id, run_id);
  const data = { run_id, status: 'cancelled' as const, error_reason: null };
  await emit(tx, actor, { event: 'run.finished', id: row.id, data });
  return true;
}

export async function listEntities(
  principal: Principal,
  input: z.output<typeof entitiesOperation.input>,
): Promise<z.output<typeof entitiesOperation.output>> {
  const row = await mustFind(principal, input.id);
  return readEntities(row.workspace_id, row.id, findConnector(row.connector_type));
}

/** A page of records. A personal connection's records are its owner's. */
export async function listRecords(
  principal: Principal,
  input: z.output<typeof recordsOperation.input>,
): Promise<z.output<typeof recordsOperation.output>> {
  const row = await mustFind(principal, input.id);
  mayReadRecords(principal, row);
  return readRecords(row.workspace_id, row.id, input, (stream, data) => pageOf(row, stream, data));
}

/** Where a person sees a record at its provider; null where it has no page, or none that is safe. */
function pageOf(row: Row, stream: string, data: Json): string | null {
  const account = { id: row.external_account_id ?? '', details: row.account };
  const page = findConnector(row.connector_type)?.page_of?.(stream, data, account);
  return page && URL.canParse(page) && new URL(page).protocol === 'https:' ? page : null;
}
