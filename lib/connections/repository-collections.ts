import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export interface CollectionRow {
  id: string;
  name: string;
  connections: number;
  created_at: Date;
}

/** The collections of a workspace by name, with how many connections each has. */
export async function readCollections(workspace_id: string): Promise<CollectionRow[]> {
  const { rows } = await db.query<CollectionRow>(sql`
    SELECT g.id, g.name, g.created_at, count(c.id)::int AS connections
    FROM collections g
    LEFT JOIN connections c
      ON c.workspace_id = g.workspace_id AND c.collection = g.id AND c.status <> 'disconnected'
    WHERE g.workspace_id = ${workspace_id}
    GROUP BY g.workspace_id, g.id
    ORDER BY g.name, g.id`);
  return rows;
}

export async function collectionExists(workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM collections
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  return rowCount === 1;
}

/** Inserts a collection; null: its id is taken. */
export async function insertCollection(
  tx: Sql,
  workspace_id: string,
  { id, name }: { id: string; name: string },
): Promise<CollectionRow | null> {
  const { rows } = await tx.query<CollectionRow>(sql`
    INSERT INTO collections (workspace_id, id, name)
    VALUES (${workspace_id}, ${id}, ${name})
    ON CONFLICT DO NOTHING
    RETURNING id, name, created_at, 0 AS connections`);
  return rows[0] ?? null;
}

/**
 * Locks a collection and answers how many connections it has; null: there is none. Those that are
 * disconnected do not count.
 */
export async function lockCollection(
  tx: Sql,
  workspace_id: string,
  id: string,
): Promise<number | null> {
  const { rowCount } = await tx.query(sql`
    SELECT 1
    FROM collections
    WHERE workspace_id = ${workspace_id} AND id = ${id}
    FOR UPDATE`);
  if (rowCount === 0) return null;
  // Asked for once nobody can join any more.
  const { rows } = await tx.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM connections
    WHERE workspace_id = ${workspace_id} AND collection = ${id} AND status <> 'disconnected'`);
  return rows[0]!.n;
}

/** Deletes a collection; what was in it and is disconnected is in none any more. */
export async function dropCollection(tx: Sql, workspace_id: string, id: string): Promise<void> {
  await tx.query(sql`
    UPDATE connections
    SET collection = NULL
    WHERE workspace_id = ${workspace_id} AND collection = ${id}`);
  await tx.query(sql`
    DELETE FROM collections
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}
