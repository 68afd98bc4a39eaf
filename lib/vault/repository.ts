import { db, transaction, type Sql } from '@/lib/platform/db';
import { all, part, sql } from '@/lib/platform/sql';

export interface DataKeyRow {
  id: string;
  workspace_id: string;
  kek_id: string;
  wrapped: Buffer;
  primary: boolean;
}

export async function dataKeys(workspace_id: string, tx: Sql = db): Promise<DataKeyRow[]> {
  const { rows } = await tx.query<DataKeyRow>(sql`
    SELECT id, workspace_id, kek_id, wrapped, "primary"
    FROM data_keys
    WHERE workspace_id = ${workspace_id}
    ORDER BY "primary" DESC, id DESC`);
  return rows;
}

/**
 * Stores the first data key of a workspace; when two processes race, one row wins and both read it.
 */
export async function insertDataKey(row: Omit<DataKeyRow, 'primary'>): Promise<void> {
  await db.query(sql`
    INSERT INTO data_keys (workspace_id, id, kek_id, wrapped, "primary")
    VALUES (${row.workspace_id}, ${row.id}, ${row.kek_id}, ${row.wrapped}, true)
    ON CONFLICT DO NOTHING`);
}

/** One wrapped key of each key-encryption key in use. */
export async function wrappedSamples(): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>(sql`
    SELECT DISTINCT ON (kek_id) id, workspace_id, kek_id, wrapped, "primary"
    FROM data_keys
    ORDER BY kek_id, id`);
  return rows;
}

/** Data keys of all workspaces, in a stable order, after the one given. */
export async function dataKeyPage(
  after: Pick<DataKeyRow, 'workspace_id' | 'id'> | undefined,
  limit: number,
): Promise<DataKeyRow[]> {
  const from = after ? part`(workspace_id, id) > (${after.workspace_id}, ${after.id})` : all([]);
  const { rows } = await db.query<DataKeyRow>(sql`
    SELECT id, workspace_id, kek_id, wrapped, "primary"
    FROM data_keys
    WHERE ${from}
    ORDER BY workspace_id, id
    LIMIT ${limit}`);
  return rows;
}

/** Replaces wrappings, each only while it is the one that was read. Answers how many. */
export async function rewrapDataKeys(
  kek_id: string,
  batch: readonly { row: DataKeyRow; wrapped: Buffer }[],
): Promise<number> {
  const { rowCount } = await db.query(sql`
    UPDATE data_keys k
    SET kek_id = ${kek_id}, wrapped = b.wrapped
    FROM unnest(
      ${batch.map((b) => b.row.workspace_id)}::uuid[], ${batch.map((b) => b.row.id)}::uuid[],
      ${batch.map((b) => b.row.kek_id)}::text[], ${batch.map((b) => b.wrapped)}::bytea[]
    ) AS b(workspace_id, id, was, wrapped)
    WHERE k.workspace_id = b.workspace_id AND k.id = b.id AND k.kek_id = b.was`);
  return rowCount ?? 0;
}

/**
 * Makes a new key the primary of its workspace in place of `instead_of`. False: that one is not the
 * primary any more.
 */
export async function replacePrimary(
  row: Omit<DataKeyRow, 'primary'>,
  instead_of: string,
): Promise<boolean> {
  return transaction(async (tx) => {
    const { rowCount } = await tx.query(sql`
      UPDATE data_keys
      SET "primary" = false
      WHERE workspace_id = ${row.workspace_id} AND id = ${instead_of} AND "primary"`);
    if (rowCount !== 1) return false;
    await tx.query(sql`
      INSERT INTO data_keys (workspace_id, id, kek_id, wrapped, "primary")
      VALUES (${row.workspace_id}, ${row.id}, ${row.kek_id}, ${row.wrapped}, true)`);
    return true;
  });
}

/**
 * Deletes keys that are not the primary of a workspace whose primary is older than `minutes`.
 * Answers how many.
 */
export async function dropDataKeys(ids: readonly string[], minutes: number): Promise<number> {
  const { rowCount } = await db.query(sql`
    DELETE FROM data_keys k
    USING data_keys p
    WHERE k.id = ANY(${ids}) AND NOT k."primary" AND p.workspace_id = k.workspace_id AND p."primary"
      AND p.created_at < now() - make_interval(mins => ${minutes})`);
  return rowCount ?? 0;
}
