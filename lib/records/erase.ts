import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/**
 * Deletes what a connection brought in, and what is counted and noted beside it, once nothing can
 * write any more. Answers how many records there were, tombstones included.
 */
export async function eraseRecords(tx: Sql, connection_id: string): Promise<number> {
  const { rowCount } = await tx.query(sql`
    DELETE FROM records
    WHERE connection_id = ${connection_id}`);
  await tx.query(sql`
    DELETE FROM seen_records
    WHERE connection_id = ${connection_id}`);
  await tx.query(sql`
    DELETE FROM stream_counts
    WHERE connection_id = ${connection_id}`);
  return rowCount ?? 0;
}
