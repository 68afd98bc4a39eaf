import { ACCESS } from '@/lib/access/repository-policy';
import { SESSION_GOOD } from '@/lib/access/repository-sessions';
import type { Role } from '@/lib/contract/access';
import type { Scope } from '@/lib/contract/operation';
import type { Access } from '@/lib/contract/surfaces';
import type { Sql } from '@/lib/platform/db';
import { sql as statement } from '@/lib/platform/sql';

/** A membership and what it may do, which stay as they are until the transaction ends. */
export async function findMembershipForShare(
  workspace_id: string,
  user_id: string,
  sql: Sql,
): Promise<{ role: Role; access: Access } | undefined> {
  const { rows } = await sql.query<{ role: Role; access: Access }>(statement`
    SELECT m.role, ${ACCESS} AS access
    FROM memberships m
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE m.workspace_id = ${workspace_id} AND m.user_id = ${user_id}
    FOR SHARE`);
  return rows[0];
}

/** Whether a session of the user is good; it stays so until the transaction ends. */
export async function isSessionGood(user_id: string, id: string, sql: Sql): Promise<boolean> {
  const { rows } = await sql.query(statement`
    SELECT 1
    FROM sessions s
    WHERE s.id = ${id} AND s.user_id = ${user_id} AND ${SESSION_GOOD}
    FOR SHARE`);
  return rows.length > 0;
}

/** A key that is neither revoked nor expired; it stays so until the transaction ends. */
export async function findUsableKey(
  workspace_id: string,
  id: string,
  sql: Sql,
): Promise<{ scopes: Scope[] } | undefined> {
  const { rows } = await sql.query<{ scopes: Scope[] }>(statement`
    SELECT scopes
    FROM api_keys
    WHERE workspace_id = ${workspace_id} AND id = ${id}
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
    FOR SHARE`);
  return rows[0];
}
