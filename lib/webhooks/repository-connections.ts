import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** Whether the workspace has that connection. */
export async function hasConnection(workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  return rowCount === 1;
}

/** The endpoint made last for a connection; null: there is none. */
export async function newestEndpoint(
  workspace_id: string,
  connection_id: string,
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM webhook_endpoints
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
    ORDER BY created_at DESC, id
    LIMIT 1`);
  return rows[0]?.id ?? null;
}
