import {
  findMembershipForShare,
  findUsableKey,
  isSessionGood,
} from '@/lib/access/repository-authority';
import { scopesOf } from '@/lib/access/scopes';
import { ROLES, type Role } from '@/lib/contract/access';
import type { Principal } from '@/lib/contract/principal';
import type { Sql } from '@/lib/platform/db';

/** Who began something that ends later, as it is kept until then. */
export interface StartedBy {
  user_id: string | null;
  api_key_id: string | null;
}

/** The person behind a principal (of a key: whoever made it), and the key if it is one. */
export function startedBy(principal: Principal): StartedBy {
  switch (principal.kind) {
    case 'user':
      return { user_id: principal.user_id, api_key_id: null };
    case 'api_key':
      return { user_id: principal.created_by, api_key_id: principal.key_id };
    case 'system':
      return { user_id: null, api_key_id: null };
  }
}

/**
 * Whether whoever began to connect a source may still do so: a member with no smaller role than
 * then, signed in still (`session_id`, when a browser began it), and with the key still good (when a
 * key did). Inside a transaction nobody can take it away before the transaction ends.
 */
export async function mayStillConnect(
  workspace_id: string,
  began: StartedBy & { started_as: string | null },
  session_id: string | null,
  sql: Sql,
): Promise<boolean> {
  if (began.user_id === null) return false;
  const member = await findMembershipForShare(workspace_id, began.user_id, sql);
  if (!member || rank(member.role) > rank(began.started_as as Role | null)) return false;
  if (!scopesOf(member.role, null, member.access).includes('connections:write')) return false;
  if (session_id !== null && !(await isSessionGood(began.user_id, session_id, sql))) return false;
  if (began.api_key_id === null) return true;
  const key = await findUsableKey(workspace_id, began.api_key_id, sql);
  return key !== undefined && key.scopes.includes('connections:write');
}

/** 0 is the largest role. What was never noted is the smallest: nothing less can have begun it. */
const rank = (role: Role | null): number => (role === null ? ROLES.length : ROLES.indexOf(role));
