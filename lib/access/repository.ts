import type { PlatformRole, Role } from '@/lib/contract/access';
import type { Scope } from '@/lib/contract/operation';
import { db, prisma, type Sql } from '@/lib/platform/db';

export interface UserRow {
  id: string;
  name: string;
  email: string;
  platform_role: PlatformRole | null;
}
export interface WorkspaceRow {
  id: string;
  slug: string;
  name: string;
  mode: 'live' | 'sandbox';
}
export interface MembershipRow extends WorkspaceRow {
  role: Role;
}

// ---------------------------------------------------------------- who asks

export interface KeyRow {
  workspace_id: string;
  id: string;
  slug: string;
  mode: 'live' | 'sandbox';
  scopes: Scope[];
  created_by: string | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  /** Null: whoever created the key is no longer a member. */
  creator_role: Role | null;
  platform_role: PlatformRole | null;
}

export async function findKey(hash: string): Promise<KeyRow | undefined> {
  const { rows } = await db.query<KeyRow>(
    `SELECT k.workspace_id, k.id, w.slug, w.mode, k.scopes, k.created_by, k.expires_at,
            k.revoked_at, m.role AS creator_role, u.platform_role
       FROM api_keys k JOIN workspaces w ON w.id = k.workspace_id
       LEFT JOIN memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.created_by
       LEFT JOIN users u ON u.id = m.user_id
      WHERE k.hash = $1`,
    [hash],
  );
  return rows[0];
}

/** Notes that a key was used: at most once a minute in the database, whoever asks. */
export const touchKey = (workspace_id: string, id: string) =>
  db.query(
    `UPDATE api_keys SET last_used_at = now()
      WHERE workspace_id = $1 AND id = $2
        AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [workspace_id, id],
  );

// ---------------------------------------------------------------- users and sign-in

export interface SignInRow {
  id: string;
  name: string;
  email: string;
  password_hash: string | null;
}

export async function findUserByEmail(
  email: string,
  sql: Sql = db,
): Promise<SignInRow | undefined> {
  const { rows } = await sql.query<SignInRow>(
    'SELECT id, name, email, password_hash FROM users WHERE email = $1',
    [email.toLowerCase()],
  );
  return rows[0];
}

export const hasUsers = async (sql: Sql = db): Promise<boolean> =>
  (await sql.query('SELECT 1 FROM users LIMIT 1')).rows.length > 0;

export const insertUser = (
  user: {
    id: string;
    email: string;
    name: string;
    password_hash: string | null;
    platform_role?: PlatformRole;
  },
  sql: Sql,
) =>
  sql.query(
    'INSERT INTO users (id, email, name, password_hash, platform_role) VALUES ($1, $2, $3, $4, $5)',
    [user.id, user.email.toLowerCase(), user.name, user.password_hash, user.platform_role ?? null],
  );

export const setPasswordHash = (user_id: string, password_hash: string, sql: Sql = db) =>
  sql.query('UPDATE users SET password_hash = $2 WHERE id = $1', [user_id, password_hash]);

// ---------------------------------------------------------------- workspaces and members

export const insertWorkspace = (workspace: WorkspaceRow, sql: Sql) =>
  sql.query('INSERT INTO workspaces (id, slug, name, mode) VALUES ($1, $2, $3, $4)', [
    workspace.id,
    workspace.slug,
    workspace.name,
    workspace.mode,
  ]);

export const slugTaken = async (slug: string, sql: Sql): Promise<boolean> =>
  (await sql.query('SELECT 1 FROM workspaces WHERE slug = $1', [slug])).rows.length > 0;

/** Of the whole installation, which is what the sandbox's pages are for. */
export const sandboxWorkspaceExists = async (): Promise<boolean> =>
  (await db.query(`SELECT 1 FROM workspaces WHERE mode = 'sandbox' LIMIT 1`)).rows.length > 0;

export const insertMembership = (workspace_id: string, user_id: string, role: Role, sql: Sql) =>
  sql.query(
    'INSERT INTO memberships (workspace_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [workspace_id, user_id, role],
  );

export const findWorkspace = (id: string) =>
  prisma().workspace.findUniqueOrThrow({ where: { id } }) as Promise<WorkspaceRow>;

export const findMemberships = (user_id: string) =>
  prisma().membership.findMany({
    where: { userId: user_id },
    include: { workspace: true },
    orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
  });

export interface MemberRow {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  joined_at: Date;
}

export async function findMembers(
  workspace_id: string,
  only?: { user_id?: string; email?: string },
  sql: Sql = db,
): Promise<MemberRow[]> {
  const { rows } = await sql.query<MemberRow>(
    `SELECT u.id AS user_id, u.name, u.email, m.role, m.created_at AS joined_at
       FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.workspace_id = $1
        AND ($2::uuid IS NULL OR u.id = $2) AND ($3::text IS NULL OR u.email = $3)
      ORDER BY m.created_at, u.id`,
    [workspace_id, only?.user_id ?? null, only?.email ?? null],
  );
  return rows;
}

/**
 * Locks the workspace's member list until the transaction ends, so that two owners cannot remove
 * each other at once.
 */
export const lockMembers = (workspace_id: string, sql: Sql) =>
  sql.query('SELECT 1 FROM workspaces WHERE id = $1 FOR UPDATE', [workspace_id]);

export async function countOwners(workspace_id: string, sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM memberships WHERE workspace_id = $1 AND role = 'owner'`,
    [workspace_id],
  );
  return rows[0]!.n;
}

export const updateRole = (workspace_id: string, user_id: string, role: Role, sql: Sql) =>
  sql.query('UPDATE memberships SET role = $3 WHERE workspace_id = $1 AND user_id = $2', [
    workspace_id,
    user_id,
    role,
  ]);

export const deleteMembership = (workspace_id: string, user_id: string, sql: Sql) =>
  sql.query('DELETE FROM memberships WHERE workspace_id = $1 AND user_id = $2', [
    workspace_id,
    user_id,
  ]);

// ---------------------------------------------------------------- invitations

export const findOpenInvitations = (workspace_id: string) =>
  prisma().invitation.findMany({
    where: { workspaceId: workspace_id, acceptedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
  });

/** Stores an invitation in place of an open one for the same email. */
export function replaceInvitation(invitation: {
  workspaceId: string;
  id: string;
  email: string;
  role: Role;
  tokenHash: string;
  invitedBy: string | null;
  expiresAt: Date;
}) {
  const { workspaceId, email } = invitation;
  return prisma().$transaction(async (tx) => {
    await tx.invitation.deleteMany({ where: { workspaceId, email, acceptedAt: null } });
    return tx.invitation.create({ data: invitation });
  });
}

export const deleteOpenInvitation = (workspace_id: string, id: string) =>
  prisma().invitation.deleteMany({ where: { workspaceId: workspace_id, id, acceptedAt: null } });

export interface InvitationRow {
  workspace_id: string;
  id: string;
  email: string;
  role: Role;
  slug: string;
  name: string;
  mode: 'live' | 'sandbox';
}

/**
 * An invitation that can still be accepted, by its token or by its email. `lock` holds it until the
 * transaction ends.
 */
export async function findOpenInvitation(
  by: { token_hash?: string; email?: string },
  sql: Sql = db,
  lock = false,
): Promise<InvitationRow | undefined> {
  const { rows } = await sql.query<InvitationRow>(
    `SELECT i.workspace_id, i.id, i.email, i.role, w.slug, w.name, w.mode
       FROM invitations i JOIN workspaces w ON w.id = i.workspace_id
      WHERE ($1::text IS NULL OR i.token_hash = $1) AND ($2::text IS NULL OR i.email = $2)
        AND ($1::text IS NOT NULL OR $2::text IS NOT NULL)
        AND i.accepted_at IS NULL AND i.expires_at > now()
      ORDER BY i.created_at DESC LIMIT 1 ${lock ? 'FOR UPDATE OF i' : ''}`,
    [by.token_hash ?? null, by.email ?? null],
  );
  return rows[0];
}

export const markAccepted = (workspace_id: string, id: string, sql: Sql) =>
  sql.query('UPDATE invitations SET accepted_at = now() WHERE workspace_id = $1 AND id = $2', [
    workspace_id,
    id,
  ]);

// ---------------------------------------------------------------- API keys

export interface ListedKeyRow {
  id: string;
  name: string;
  prefix: string;
  last4: string;
  scopes: Scope[];
  created_by: string | null;
  created_by_name: string | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export async function findKeys(workspace_id: string, id?: string): Promise<ListedKeyRow[]> {
  const { rows } = await db.query<ListedKeyRow>(
    `SELECT k.id, k.name, k.prefix, k.last4, k.scopes, k.created_by, u.name AS created_by_name,
            k.created_at, k.expires_at, k.last_used_at, k.revoked_at
       FROM api_keys k LEFT JOIN users u ON u.id = k.created_by
      WHERE k.workspace_id = $1 AND ($2::uuid IS NULL OR k.id = $2)
      ORDER BY k.created_at DESC, k.id DESC`,
    [workspace_id, id ?? null],
  );
  return rows;
}

export const insertKey = (key: {
  workspace_id: string;
  id: string;
  name: string;
  hash: string;
  prefix: string;
  last4: string;
  scopes: readonly Scope[];
  created_by: string;
  expires_in_days: number | null;
}) =>
  db.query(
    // No days, no expiry: null + now() is null.
    `INSERT INTO api_keys (workspace_id, id, name, hash, prefix, last4, scopes, created_by,
                           expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(days => $9))`,
    [
      key.workspace_id,
      key.id,
      key.name,
      key.hash,
      key.prefix,
      key.last4,
      key.scopes,
      key.created_by,
      key.expires_in_days,
    ],
  );

/** True when the workspace has the key; a key revoked before stays revoked since then. */
export async function revokeKey(workspace_id: string, id: string): Promise<boolean> {
  const { rows } = await db.query(
    `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now())
      WHERE workspace_id = $1 AND id = $2 RETURNING id`,
    [workspace_id, id],
  );
  return rows.length > 0;
}
