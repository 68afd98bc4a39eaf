import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/**
 * Removes the runs of a connection. A worker in the middle of a commit is waited for, as its rows
 * refer to the connection, which must still be there; after this none can commit.
 */
export async function removeRuns(
  tx: Sql,
  workspace_id: string,
  connection_id: string,
): Promise<void> {
  await tx.query(sql`
    DELETE FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}`);
}
