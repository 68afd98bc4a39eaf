import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** A connection whose records are to be followed, and how far they were. */
export interface Followed {
  workspace_id: string;
  connection_id: string;
  connector_type: string;
  seq: string;
}

/** The records of a connection as documents are made of them. */
export interface FollowedRecord {
  stream: string;
  record_id: string;
  entity: string;
  /** JSON text. */
  canonical: string | null;
  data_source_id: string | null;
  seq: string;
  deleted: boolean;
}

/**
 * Connections of the workspace that have newer records than were followed. What a personal one
 * brought in is its owner's alone and never becomes knowledge of the workspace. Null: of all
 * workspaces.
 */
export async function connectionsBehind(
  workspace_id: string | null,
  up_to: string,
  types: readonly string[],
  limit: number,
): Promise<Followed[]> {
  const { rows } = await db.query<Followed>(sql`
    SELECT c.workspace_id, c.id AS connection_id, c.connector_type, COALESCE(k.seq, 0)::text AS seq
    FROM connections c
    LEFT JOIN knowledge_cursors k ON k.connection_id = c.id
    WHERE (${workspace_id}::uuid IS NULL OR c.workspace_id = ${workspace_id}::uuid)
      AND c.scope = 'business' AND c.connector_type = ANY(${types}::text[])
      AND EXISTS (
        SELECT 1
        FROM records r
        WHERE r.workspace_id = c.workspace_id AND r.connection_id = c.id
          AND r.seq > COALESCE(k.seq, 0) AND r.seq <= ${up_to}::bigint
      )
    LIMIT ${limit}`);
  return rows;
}

/** Locks how far a connection was followed; null: another process is at it, or it is gone. */
export async function lockCursor(
  tx: Sql,
  { workspace_id, connection_id }: Pick<Followed, 'workspace_id' | 'connection_id'>,
): Promise<string | null> {
  await tx.query(sql`
    INSERT INTO knowledge_cursors (workspace_id, connection_id)
    SELECT workspace_id, id
    FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${connection_id}
    ON CONFLICT DO NOTHING`);
  const { rows } = await tx.query<{ seq: string }>(sql`
    SELECT seq::text
    FROM knowledge_cursors
    WHERE connection_id = ${connection_id}
    FOR UPDATE`);
  return rows[0]?.seq ?? null;
}

/** The next records of a connection in order of change, of every entity. */
export async function nextRecords(
  tx: Sql,
  { workspace_id, connection_id }: Followed,
  after: string,
  up_to: string,
  limit: number,
): Promise<FollowedRecord[]> {
  const { rows } = await tx.query<FollowedRecord>(sql`
    SELECT stream, external_id AS record_id, entity, canonical::text AS canonical, seq::text,
      data->'parent'->>'data_source_id' AS data_source_id, deleted_at IS NOT NULL AS deleted
    FROM records
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND records.seq > ${after}::bigint AND records.seq <= ${up_to}::bigint
    ORDER BY records.seq
    LIMIT ${limit}`);
  return rows;
}

export async function moveCursor(tx: Sql, connection_id: string, seq: string): Promise<void> {
  await tx.query(sql`
    UPDATE knowledge_cursors
    SET seq = ${seq}::bigint
    WHERE connection_id = ${connection_id}`);
}

/** The tables that mirrors of the workspace write into: what is read back from there is no news. */
export async function mirroredSources(tx: Sql, workspace_id: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(sql`
    SELECT data_source_id AS id
    FROM knowledge_mirrors
    WHERE workspace_id = ${workspace_id} AND data_source_id IS NOT NULL`);
  return new Set(rows.map(({ id }) => id));
}

/** The tags people gave to documents, which stay when their record changes. */
export async function tagsOf(
  tx: Sql,
  workspace_id: string,
  external_ids: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ external_id: string; tags: string[] }>(sql`
    SELECT external_id, tags
    FROM knowledge_documents
    WHERE workspace_id = ${workspace_id} AND external_id = ANY(${external_ids})
    FOR UPDATE`);
  return new Map(rows.map(({ external_id, tags }) => [external_id, tags]));
}
