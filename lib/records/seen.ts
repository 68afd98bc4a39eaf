import type { PoolClient } from 'pg';
import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import type { WriteTarget } from '@/lib/records/row';

type StreamKey = Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>;

/**
 * Notes which ids a full pass has seen, in a narrow table: touching the wide row would double what
 * is written.
 */
export async function noteSeen(
  tx: PoolClient,
  { connection_id, stream }: StreamKey,
  ids: readonly string[],
  generation: number,
): Promise<void> {
  await tx.query(sql`
    INSERT INTO seen_records AS r (connection_id, stream, external_id, generation)
    SELECT ${connection_id}::uuid, ${stream}, x, ${generation}::int
    FROM (SELECT DISTINCT unnest(${ids}::text[]) AS x) s
    ON CONFLICT (connection_id, stream, external_id) DO UPDATE SET generation = excluded.generation
    WHERE r.generation <> excluded.generation`);
}

/**
 * Live records the complete pass `generation` has not seen, and how many live records there are.
 * Those of a parent that could not be read are left out: nothing is known of them. Set difference,
 * not NOT EXISTS: without statistics the latter becomes a loop over the stream for each of its
 * rows.
 */
export async function findUnseen(
  tx: PoolClient,
  { workspace_id, connection_id, stream }: StreamKey,
  generation: number,
): Promise<{ ids: string[]; of: number }> {
  const { rows } = await tx.query<{ external_id: string }>(sql`
    SELECT external_id
    FROM records
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND stream = ${stream} AND deleted_at IS NULL
      AND (parent_id IS NULL OR parent_id NOT IN (
        SELECT parent_id
        FROM stream_parents
        WHERE connection_id = ${connection_id} AND stream = ${stream}
          AND failed_reason IS NOT NULL))
    EXCEPT
    SELECT external_id
    FROM seen_records
    WHERE connection_id = ${connection_id} AND stream = ${stream} AND generation = ${generation}`);
  const { rows: counts } = await tx.query<{ of: number }>(sql`
    SELECT count(*)::int AS of
    FROM records
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND stream = ${stream} AND deleted_at IS NULL`);
  return { ids: rows.map((r) => r.external_id), of: counts[0]!.of };
}

/** Ids of the newest live records of a stream, for a recheck; see Recheck.newest_by. */
export async function newestIds(
  db: Sql,
  { workspace_id, connection_id, stream }: StreamKey,
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ external_id: string }>(sql`
    SELECT external_id
    FROM records
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND stream = ${stream} AND deleted_at IS NULL
    ORDER BY length(external_id) DESC, external_id DESC
    LIMIT ${limit}`);
  return rows.map((r) => r.external_id);
}
