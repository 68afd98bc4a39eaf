import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import type { WriteTarget } from '@/lib/records/row';
import type { Written } from '@/lib/records/write';

/**
 * Adds what was written to the counts of its stream, for a write outside a run; a run's commit does
 * it in its one statement.
 */
export async function addToCounts(
  db: Sql,
  { workspace_id, connection_id, stream, entity }: WriteTarget,
  { created, updated, deleted, revived }: Written,
): Promise<void> {
  if (created + updated + deleted === 0) return;
  await db.query(sql`
    INSERT INTO stream_counts (
      workspace_id, connection_id, stream, entity, live, deleted, updated_at
    )
    VALUES (
      ${workspace_id}, ${connection_id}, ${stream}, ${entity}, ${created + revived - deleted},
      ${deleted - revived}, now()
    )
    ON CONFLICT (workspace_id, connection_id, stream)
      DO UPDATE SET live = stream_counts.live + excluded.live,
      deleted = stream_counts.deleted + excluded.deleted, updated_at = now()`);
}
