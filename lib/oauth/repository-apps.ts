import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export interface PlatformAppRow {
  workspace_id: string;
  id: string;
  connector_type: string;
  client_id: string;
  client_secret_cipher: Buffer;
  updated_at: Date;
}

/** The installation's own apps that were entered in the console; of one connector when said. */
export async function findPlatformApps(connector_type?: string): Promise<PlatformAppRow[]> {
  const { rows } = await db.query<PlatformAppRow>(sql`
    SELECT workspace_id, id, connector_type, client_id, client_secret_cipher, updated_at
    FROM platform_apps
    WHERE ${connector_type ?? null}::text IS NULL OR connector_type = ${connector_type ?? null}`);
  return rows;
}

/** Stores the app of a connector in place of the one there was. */
export async function putPlatformApp(
  tx: Sql,
  app: Omit<PlatformAppRow, 'updated_at'>,
): Promise<void> {
  await tx.query(sql`
    INSERT INTO platform_apps (workspace_id, id, connector_type, client_id, client_secret_cipher)
    VALUES (
      ${app.workspace_id}, ${app.id}, ${app.connector_type}, ${app.client_id},
      ${app.client_secret_cipher}
    )
    ON CONFLICT (connector_type) DO UPDATE SET workspace_id = excluded.workspace_id,
      id = excluded.id, client_id = excluded.client_id,
      client_secret_cipher = excluded.client_secret_cipher, updated_at = now()`);
}

/** False: there was none. */
export async function deletePlatformApp(tx: Sql, connector_type: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    DELETE FROM platform_apps
    WHERE connector_type = ${connector_type}`);
  return rowCount === 1;
}
