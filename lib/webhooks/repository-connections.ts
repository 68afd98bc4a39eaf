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
