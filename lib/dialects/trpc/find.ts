import type * as z from 'zod';
import type { Caller } from '@/lib/api/caller';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection as Canonical } from '@/lib/contract/connections';
import { missing } from '@/lib/contract/missing';
import { idOf } from '@/lib/dialects/trpc/words';

type Connection = z.output<typeof Canonical>;

/** A connector, and the connection that stands for it; null: there is none. */
export interface Found {
  connector: CatalogEntry;
  connection: Connection | null;
}

/** Every connector with its connection. */
export async function findAll({ execute }: Caller): Promise<Found[]> {
  const [{ connectors }, { connections }] = await Promise.all([
    execute('getCatalog', {}),
    execute('listConnections', {}),
  ]);
  return connectors.map((connector) => ({
    connector,
    connection: oneOf(connections.filter((c) => c.connector_type === connector.type)),
  }));
}

/**
 * What a connectorId names: a connector by its own id, or by that of a connection. Throws
 * connection_not_found.
 */
export async function find({ execute }: Caller, connectorId: string): Promise<Found> {
  const { connectors } = await execute('getCatalog', {});
  const named = connectors.find(({ type }) => idOf(type) === connectorId || type === connectorId);
  if (named) {
    const { connections } = await execute('listConnections', { connector_type: named.type });
    return { connector: named, connection: oneOf(connections) };
  }
  const connection = await execute('getConnection', { id: connectorId });
  const connector = connectors.find(({ type }) => type === connection.connector_type);
  if (!connector) throw missing('connection');
  return { connector, connection };
}

/** The same, of a connector that was connected. Throws connection_not_found. */
export async function findConnection(caller: Caller, connectorId: string): Promise<Connection> {
  const { connection } = await find(caller, connectorId);
  if (!connection) throw missing('connection');
  return connection;
}

/** Of several connections of one connector the newest that is not disconnected stands for it. */
const oneOf = (connections: readonly Connection[]): Connection | null =>
  connections.find(({ status }) => status !== 'disconnected') ?? connections[0] ?? null;
