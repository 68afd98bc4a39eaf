import type { PoolClient } from 'pg';
import { findConnector } from '@/lib/catalog/service';
import type { Json } from '@/lib/contract/common';
import { bySystem, emit } from '@/lib/events/service';
import { sql } from '@/lib/platform/sql';
import type { Row } from '@/lib/records/service';
import { arrivalRow, storeArrivals } from '@/lib/sync/service';

/** An event that is a record itself, ready to be stored. */
export interface Arrival {
  workspace_id: string;
  connection_id: string;
  row: Row;
}

const eventsOf = (connector_type: string) => findConnector(connector_type)!.streams[0]!;

/**
 * The record a delivery to the webhook connector is. `id`: what the sender repeats when it sends
 * the same again. Throws why it cannot be stored.
 */
export const toArrival = (
  connection: { workspace_id: string; id: string },
  event: { id: string; received_at: string; body: Json },
): Arrival => ({
  workspace_id: connection.workspace_id,
  connection_id: connection.id,
  row: arrivalRow(eventsOf('webhook'), event as unknown as Json),
});

/** Stores what arrived and tells of it, in the transaction that handles the inbox. */
export async function storeAll(tx: PoolClient, arrivals: readonly Arrival[]): Promise<void> {
  const byConnection = Map.groupBy(arrivals, (one) => one.connection_id);
  for (const [connection_id, some] of byConnection) {
    const { workspace_id } = some[0]!;
    const rows = some.map((one) => one.row);
    const stream = eventsOf('webhook');
    const { created, updated } = await storeArrivals(
      tx,
      { workspace_id, connection_id },
      stream,
      rows,
    );
    await tx.query(sql`
      UPDATE connections
      SET last_synced_at = now()
      WHERE workspace_id = ${workspace_id} AND id = ${connection_id}`);
    if (created + updated === 0) continue;
    const data = { run_id: null, created, updated, deleted: 0, failed: 0 };
    await emit(tx, bySystem(workspace_id), { event: 'records.changed', id: connection_id, data });
  }
}
