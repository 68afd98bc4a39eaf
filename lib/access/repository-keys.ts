import { ACCESS } from '@/lib/access/repository-policy';
import type { PlatformRole, Role } from '@/lib/contract/access';
import type { Scope } from '@/lib/contract/operation';
import type { Access } from '@/lib/contract/surfaces';
import { db, type PrismaTx } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export interface KeyRow {
  workspace_id: string;
  id: string;
  slug: string;
  mode: 'live' | 'sandbox';
  scopes: Scope[];
  created_by: string | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  connection_ids: string[];
  connector_types: string[];
  /** Null: whoever created the key is no longer a member. */
  creator_role: Role | null;
  platform_role: PlatformRole | null;
  /** What the workspace lets its creator do. */
  access: Access;
}

/** A key by its hash, with what its creator may do. Asked with every request. */
export async function findKey(hash: string): Promise<KeyRow | undefined> {
  const { rows } = await db.query<KeyRow>(sql`
    SELECT
      k.workspace_id, k.id, w.slug, w.mode, k.scopes, k.created_by, k.expires_at, k.revoked_at,
      k.connection_ids, k.connector_types, m.role AS creator_role, u.platform_role,
      ${ACCESS} AS access
    FROM api_keys k
    JOIN workspaces w ON w.id = k.workspace_id
    LEFT JOIN memberships m ON m.workspace_id = k.workspace_id AND m.user_id = k.created_by
    LEFT JOIN users u ON u.id = m.user_id
    WHERE k.hash = ${hash}`);
  return rows[0];
}

/** Notes that a key was used: at most once a minute in the database, whoever asks. */
export const touchKey = (workspace_id: string, id: string) =>
  db.query(sql`
    UPDATE api_keys SET last_used_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id}
      AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`);

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
  connection_ids: string[];
  connector_types: string[];
  replaces: string | null;
}

/** Every key of the workspace, newest first; or the one that is asked for. */
export async function findKeys(workspace_id: string, id?: string): Promise<ListedKeyRow[]> {
  const { rows } = await db.query<ListedKeyRow>(sql`
    SELECT
      k.id, k.name, k.prefix, k.last4, k.scopes, k.created_by, u.name AS created_by_name,
      k.created_at, k.expires_at, k.last_used_at, k.revoked_at, k.connection_ids,
      k.connector_types, k.replaces
    FROM api_keys k
    LEFT JOIN users u ON u.id = k.created_by
    WHERE k.workspace_id = ${workspace_id}
      AND (${id ?? null}::uuid IS NULL OR k.id = ${id ?? null})
    ORDER BY k.created_at DESC, k.id DESC`);
  return rows;
}

/** Stores a key. Its days are counted by the database's clock; none: it never expires. */
export const insertKey = (
  key: {
    workspace_id: string;
    id: string;
    name: string;
    hash: string;
    prefix: string;
    last4: string;
    scopes: readonly Scope[];
    created_by: string;
    expires_in_days: number | null;
    connection_ids: readonly string[];
    connector_types: readonly string[];
    replaces: string | null;
  },
  tx: PrismaTx,
) =>
  tx.query(sql`
    INSERT INTO api_keys (
      workspace_id, id, name, hash, prefix, last4, scopes, created_by, expires_at, connection_ids,
      connector_types, replaces)
    VALUES (
      ${key.workspace_id}::uuid, ${key.id}::uuid, ${key.name}, ${key.hash}, ${key.prefix},
      ${key.last4}, ${[...key.scopes]}::text[], ${key.created_by}::uuid,
      now() + make_interval(days => ${key.expires_in_days}::int),
      ${[...key.connection_ids]}::uuid[], ${[...key.connector_types]}::text[],
      ${key.replaces}::uuid)`);

/**
 * Locks a key that works (not revoked, not expired) until the transaction ends. `days`: how many of
 * its life it was given, null when it does not end.
 */
export async function lockUsableKey(
  workspace_id: string,
  id: string,
  tx: PrismaTx,
): Promise<(ReplaceableKey & { replaced: boolean }) | undefined> {
  const { rows } = await tx.query<ReplaceableKey & { replaced: boolean }>(sql`
    SELECT
      k.name, k.scopes, k.created_by, k.connection_ids, k.connector_types, k.replaces,
      ceil(extract(epoch FROM k.expires_at - k.created_at) / 86400)::int AS expires_in_days,
      EXISTS (
        SELECT 1
        FROM api_keys n
        WHERE n.workspace_id = k.workspace_id AND n.replaces = k.id AND n.revoked_at IS NULL
      ) AS replaced
    FROM api_keys k
    WHERE k.workspace_id = ${workspace_id}::uuid AND k.id = ${id}::uuid
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    FOR UPDATE OF k`);
  return rows[0];
}
/** What a successor takes over. */
export interface ReplaceableKey {
  name: string;
  scopes: Scope[];
  created_by: string | null;
  connection_ids: string[];
  connector_types: string[];
  replaces: string | null;
  expires_in_days: number | null;
}

/** Which of these connections the workspace has. */
export async function knownConnections(
  workspace_id: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ANY(${ids}::uuid[])`);
  return new Set(rows.map(({ id }) => id));
}

/** Lets a key end after so many hours, or when it would have anyway. */
export const endKeyIn = (workspace_id: string, id: string, hours: number, tx: PrismaTx) =>
  tx.query(sql`
    UPDATE api_keys
    SET expires_at = LEAST(expires_at, now() + make_interval(hours => ${hours}::int))
    WHERE workspace_id = ${workspace_id}::uuid AND id = ${id}::uuid`);

/**
 * Revokes a key. `first` false: it was revoked before, and stays so since then. Null: the workspace
 * has no such key.
 */
export async function revokeKey(
  workspace_id: string,
  id: string,
  { prisma: client }: PrismaTx,
): Promise<{ first: boolean } | null> {
  const where = { workspaceId: workspace_id, id };
  const { count } = await client.apiKey.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count > 0) return { first: true };
  return (await client.apiKey.count({ where })) > 0 ? { first: false } : null;
}
