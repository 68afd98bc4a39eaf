import type { Given } from '@/lib/connectors/kit';
import { TokenError } from '@/lib/oauth/errors';
import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { seal, SecretUnreadable, unseal, type Place } from '@/lib/vault/service';

const place = (workspace_id: string, id: string): Place => ({
  table: 'auth_providers',
  column: 'settings_cipher',
  workspace_id,
  row_id: id,
});

/** Which auth providers a workspace has set up, and since when. */
export async function settledAuthProviders(workspace_id: string): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ id: string; updated_at: Date }>(sql`
    SELECT id, updated_at
    FROM auth_providers
    WHERE workspace_id = ${workspace_id}`);
  return new Map(rows.map((row) => [row.id, row.updated_at]));
}

/** Stores what was entered, sealed; what was there before is gone. */
export async function storeAuthProvider(
  tx: Sql,
  workspace_id: string,
  id: string,
  settings: Given,
): Promise<void> {
  const { cipher } = await seal(place(workspace_id, id), JSON.stringify(settings));
  await tx.query(sql`
    INSERT INTO auth_providers (workspace_id, id, settings_cipher)
    VALUES (${workspace_id}, ${id}, ${cipher})
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      settings_cipher = excluded.settings_cipher,
      updated_at = now()`);
}

/** False: there was none. */
export async function forgetAuthProvider(
  tx: Sql,
  workspace_id: string,
  id: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    DELETE FROM auth_providers
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  return rowCount === 1;
}

/**
 * What a workspace entered. Null: it has not set this one up. Throws TokenError('operator') when it
 * cannot be read.
 */
export async function authProviderSettings(
  workspace_id: string,
  id: string,
): Promise<Given | null> {
  const { rows } = await db.query<{ settings_cipher: Buffer }>(sql`
    SELECT settings_cipher
    FROM auth_providers
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  if (!rows[0]) return null;
  try {
    return JSON.parse(await unseal(place(workspace_id, id), rows[0].settings_cipher)) as Given;
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    throw new TokenError('operator', `The stored settings cannot be read. ${error.message}`);
  }
}
