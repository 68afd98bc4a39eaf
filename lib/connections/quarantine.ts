import type * as z from 'zod';
import type {
  listQuarantine as listOperation,
  QuarantinedRecord,
  retryQuarantine as retryOperation,
} from '@/lib/contract/quarantine';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import { findConnector } from '@/lib/catalog/service';
import type { Connector } from '@/lib/connectors/kit';
import { findRow, type Row } from '@/lib/connections/repository-read';
import { countQuarantined, lockConnection } from '@/lib/connections/repository-write';
import { connectorOf, mayReadRecords, mustFind } from '@/lib/connections/shared';
import { emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { transaction } from '@/lib/platform/db';
import { readQuarantined, type Kept, type QuarantinedRow } from '@/lib/records/service';
import { retryQuarantined } from '@/lib/sync/service';

/** A payload in an answer: enough to see what it is. */
const SHOWN_CHARS = 4_000;
/** Records a transaction of a retry takes; the connection is locked meanwhile. */
const BATCH = 200;

/** What is quarantined, newest first. A personal connection's records are its owner's. */
export async function listQuarantine(
  principal: Principal,
  input: z.output<typeof listOperation.input>,
): Promise<z.output<typeof listOperation.output>> {
  const row = await mustFind(principal, input.id);
  mayReadRecords(principal, row);
  const { rows, total } = await readQuarantined(row.workspace_id, row.id, {
    stream: input.stream,
    before: input.cursor === undefined ? null : decodeCursor('q', input.cursor, ['id'])[0],
    limit: input.limit,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const connector = findConnector(row.connector_type);
  return {
    records: page.map((r) => present(r, connector)),
    next_cursor: last && rows.length > input.limit ? encodeCursor('q', last.id) : null,
    total,
  };
}

/**
 * Tries to store what is quarantined: by the same rules and the same write path as a sync. What
 * succeeds is resolved, what fails keeps the newest reason. Throws sync_in_progress while a run is
 * live (it may hold something newer), and not_found when none of the ids is quarantined.
 */
export async function retryQuarantine(
  actor: Actor,
  input: z.output<typeof retryOperation.input>,
): Promise<z.output<typeof retryOperation.output>> {
  const row = await mustFind(actor, input.id);
  mayReadRecords(actor, row);
  const connector = connectorOf(row);
  const sum = { retried: 0, resolved: 0, failed: 0 };
  for (let after: string | null = null; ;) {
    const batch: { last: string | null; resolved: number; failed: number } = await transaction(
      async (tx) => {
        await lockConnection(tx, row.workspace_id, row.id);
        const now = (await findRow(row.workspace_id, row.id, tx))!;
        if (now.live_run_id)
          throw new DomainError('sync_in_progress', {
            detail: 'A sync of this connection is running and may bring in these very records.',
            extra: { sync_run_id: now.live_run_id },
          });
        const done = await retryQuarantined(tx, connector, targetOf(now), {
          ids: input.ids ?? null,
          after,
          limit: BATCH,
        });
        if (done.last !== null) await countQuarantined(tx, row.workspace_id, row.id);
        const { resolved, failed } = done;
        if (resolved + failed > 0)
          await emit(tx, actor, {
            event: 'connection.quarantine_retried',
            id: row.id,
            data: { resolved, failed },
          });
        return done;
      },
    );
    sum.resolved += batch.resolved;
    sum.failed += batch.failed;
    sum.retried += batch.resolved + batch.failed;
    after = batch.last;
    if (after === null || batch.resolved + batch.failed < BATCH) break;
  }
  if (input.ids && sum.retried === 0)
    throw new DomainError('not_found', {
      detail: 'None of these records is quarantined.',
      fix: 'Read GET /connections/{id}/quarantine again: they may have been stored meanwhile.',
    });
  return { ...sum, remaining: (await findRow(row.workspace_id, row.id))!.quarantined };
}

const targetOf = (row: Row) => ({
  workspace_id: row.workspace_id,
  connection_id: row.id,
  context: {
    account: { id: row.external_account_id ?? '', details: row.account },
    config: row.config,
  },
});

function present(r: QuarantinedRow, connector: Connector | undefined): QuarantinedRecord {
  const content = textOf(r.payload);
  return {
    id: r.id,
    stream: r.stream,
    label: connector?.streams.find((s) => s.name === r.stream)?.label ?? r.stream,
    external_id: r.external_id,
    reason: r.reason,
    payload: content?.slice(0, SHOWN_CHARS).toWellFormed() ?? null,
    payload_truncated: (content?.length ?? 0) > SHOWN_CHARS,
    payload_hash: r.payload_hash,
    run_id: r.run_id,
    first_seen_at: iso(r.created_at),
    last_seen_at: iso(r.seen_at),
  };
}

const textOf = (payload: Kept | null): string | null =>
  payload && ('item' in payload ? payload.item : payload.record);
