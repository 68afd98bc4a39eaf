import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** Connections of all workspaces by connector type, disconnected ones left out. */
export async function countConnections(): Promise<Map<string, number>> {
  const { rows } = await db.query<{ connector_type: string; n: number }>(sql`
    SELECT connector_type, count(*)::int AS n
    FROM connections
    WHERE status <> 'disconnected'
    GROUP BY connector_type`);
  return new Map(rows.map(({ connector_type, n }) => [connector_type, n]));
}

/** Keeps a connector from being connected, or lets it be again. */
export const blockConnector = (connector_type: string, blocked: boolean, tx: Sql) =>
  tx.query(
    blocked
      ? sql`
          INSERT INTO blocked_connectors (connector_type)
          VALUES (${connector_type})
          ON CONFLICT DO NOTHING`
      : sql`
          DELETE FROM blocked_connectors
          WHERE connector_type = ${connector_type}`,
  );
