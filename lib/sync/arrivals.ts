import type { PoolClient } from 'pg';
import type { Stream } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import {
  addToCounts,
  findChanges,
  prepareRecords,
  writeRecords,
  type Row,
  type Written,
} from '@/lib/records/service';
import { countRecords } from '@/lib/sync/commit';
import { toRows } from '@/lib/sync/rows';

/** The row of something that was delivered to us. Throws why it cannot be stored. */
export function arrivalRow(stream: Stream, item: Json): Row {
  const { rows, bad } = toRows(stream, [item], { account: { id: '', details: {} }, config: {} });
  const [row] = rows;
  if (row) return row;
  throw new Error(`The record cannot be stored: ${bad[0]?.reason ?? 'it is empty'}.`);
}

/**
 * Stores what was delivered to a connection, inside the caller's transaction: by the write path of
 * a sync, without a run. The caller sees to it that no two of a connection run at once.
 */
export async function storeArrivals(
  tx: PoolClient,
  target: { workspace_id: string; connection_id: string },
  { name: stream, entity }: Stream,
  rows: readonly Row[],
): Promise<Written> {
  const to = { ...target, stream, entity };
  const changes = await findChanges(tx, to, prepareRecords(to, rows, { first_load: false }));
  const written = await writeRecords(tx, to, changes);
  await addToCounts(tx, to, written);
  countRecords(written, rows.length);
  return written;
}
