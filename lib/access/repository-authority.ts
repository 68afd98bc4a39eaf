import { SESSION_GOOD } from '@/lib/access/repository-sessions';
import type { Role } from '@/lib/contract/access';
import type { Scope } from '@/lib/contract/operation';
import type { Sql } from '@/lib/platform/db';

/** A membership, which stays as it is until the transaction ends. */
export async function findMembershipForShare(
  workspace_id: string,
  user_id: string,
  sql: Sql,
): Promise<{ role: Role } | undefined> {
  const { rows } = await sql.query<{ role: Role }>(
    'SELECT role FROM memberships WHERE workspace_id = $1 AND user_id = $2 FOR SHARE',
    [workspace_id, user_id],
  );
  return rows[0];
}

/** Whether a session of the user is good; it stays so until the transaction ends. */
export async function isSessionGood(user_id: string, id: string, sql: Sql): Promise<boolean> {
  const { rows } = await sql.query(
    `SELECT 1 FROM sessions s WHERE s.id = $1 AND s.user_id = $2 AND ${SESSION_GOOD} FOR SHARE`,
    [id, user_id],
  );
  return rows.length > 0;
}

/** A key that is neither revoked nor expired; it stays so until the transaction ends. */
export async function findUsableKey(
  workspace_id: string,
  id: string,
  sql: Sql,
): Promise<{ scopes: Scope[] } | undefined> {
  const { rows } = await sql.query<{ scopes: Scope[] }>(
    `SELECT scopes FROM api_keys
      WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now())
        FOR SHARE`,
    [workspace_id, id],
  );
  return rows[0];
}
