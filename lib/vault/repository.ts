import { db } from '@/lib/platform/db';

export interface DataKeyRow { id: string; workspace_id: string; kek_id: string; wrapped: Buffer; primary: boolean }

export async function dataKeys(workspace_id: string): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>('SELECT id, workspace_id, kek_id, wrapped, "primary" FROM data_keys WHERE workspace_id = $1 ORDER BY "primary" DESC, id DESC', [workspace_id]);
  return rows;
}

/** Stores the first data key of a workspace; when two processes race, one row wins and both read it. */
export async function insertDataKey(row: Omit<DataKeyRow, 'primary'>): Promise<void> {
  await db.query('INSERT INTO data_keys (workspace_id, id, kek_id, wrapped, "primary") VALUES ($1, $2, $3, $4, true) ON CONFLICT DO NOTHING', [row.workspace_id, row.id, row.kek_id, row.wrapped]);
}

/** One wrapped key of each key-encryption key in use. */
export async function wrappedSamples(): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>('SELECT DISTINCT ON (kek_id) id, workspace_id, kek_id, wrapped, "primary" FROM data_keys ORDER BY kek_id, id');
  return rows;
}
