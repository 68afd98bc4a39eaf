import { db, transaction, type Sql } from '@/lib/platform/db';

export interface DataKeyRow {
  id: string;
  workspace_id: string;
  kek_id: string;
  wrapped: Buffer;
  primary: boolean;
}

export async function dataKeys(workspace_id: string, sql: Sql = db): Promise<DataKeyRow[]> {
  const { rows } = await sql.query<DataKeyRow>(
    'SELECT id, workspace_id, kek_id, wrapped, "primary" FROM data_keys WHERE workspace_id = $1 ORDER BY "primary" DESC, id DESC',
    [workspace_id],
  );
  return rows;
}

/**
 * Stores the first data key of a workspace; when two processes race, one row wins and both read it.
 */
export async function insertDataKey(row: Omit<DataKeyRow, 'primary'>): Promise<void> {
  await db.query(
    'INSERT INTO data_keys (workspace_id, id, kek_id, wrapped, "primary") VALUES ($1, $2, $3, $4, true) ON CONFLICT DO NOTHING',
    [row.workspace_id, row.id, row.kek_id, row.wrapped],
  );
}

/** One wrapped key of each key-encryption key in use. */
export async function wrappedSamples(): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>(
    'SELECT DISTINCT ON (kek_id) id, workspace_id, kek_id, wrapped, "primary" FROM data_keys ORDER BY kek_id, id',
  );
  return rows;
}

/** Data keys of all workspaces, in a stable order, after the one given. */
export async function dataKeyPage(
  after: Pick<DataKeyRow, 'workspace_id' | 'id'> | undefined,
  limit: number,
): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>(
    `SELECT id, workspace_id, kek_id, wrapped, "primary" FROM data_keys WHERE $1::uuid IS NULL OR (workspace_id, id) > ($1, $2) ORDER BY workspace_id, id LIMIT $3`,
    [after?.workspace_id ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Replaces wrappings, each only while it is the one that was read. Answers how many. */
export async function rewrapDataKeys(
  kek_id: string,
  batch: readonly { row: DataKeyRow; wrapped: Buffer }[],
): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE data_keys k SET kek_id = $1, wrapped = b.wrapped FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[]) AS b(workspace_id, id, was, wrapped) WHERE k.workspace_id = b.workspace_id AND k.id = b.id AND k.kek_id = b.was`,
    [
      kek_id,
      batch.map((b) => b.row.workspace_id),
      batch.map((b) => b.row.id),
      batch.map((b) => b.row.kek_id),
      batch.map((b) => b.wrapped),
    ],
  );
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
    const { rowCount } = await tx.query(
      'UPDATE data_keys SET "primary" = false WHERE workspace_id = $1 AND id = $2 AND "primary"',
      [row.workspace_id, instead_of],
    );
    if (rowCount !== 1) return false;
    await tx.query(
      'INSERT INTO data_keys (workspace_id, id, kek_id, wrapped, "primary") VALUES ($1, $2, $3, $4, true)',
      [row.workspace_id, row.id, row.kek_id, row.wrapped],
    );
    return true;
  });
}

/**
 * Deletes keys that are not the primary of a workspace whose primary is older than `minutes`.
 * Answers how many.
 */
export async function dropDataKeys(ids: readonly string[], minutes: number): Promise<number> {
  const { rowCount } = await db.query(
    `DELETE FROM data_keys k USING data_keys p WHERE k.id = ANY($1) AND NOT k."primary" AND p.workspace_id = k.workspace_id AND p."primary" AND p.created_at < now() - make_interval(mins => $2)`,
    [ids, minutes],
  );
  return rowCount ?? 0;
}
