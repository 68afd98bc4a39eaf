import { createHash } from 'node:crypto';
import type { PlatformRole, Role } from '@/lib/contract/access';
import { OPEN_ACCESS, type Access } from '@/lib/contract/surfaces';
import { db, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

interface Owner {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  platform_role: PlatformRole | null;
  workspace: { id: string; slug: string; mode: 'live' | 'sandbox' };
  access: Access;
}

/** The owner in whose name a workspace is filled: the one that is named, or the first. */
export async function ownerOf(
  workspace_id: string,
  user_id: string | null = null,
): Promise<Owner | null> {
  const { rows } = await db.query<Owner & { slug: string; mode: 'live' | 'sandbox' }>(sql`
    SELECT u.id AS user_id, u.name, u.email, m.role, u.platform_role, w.slug, w.mode
    FROM memberships m
    JOIN users u ON u.id = m.user_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE m.workspace_id = ${workspace_id} AND m.role = 'owner'
    ORDER BY m.user_id = ${user_id}::uuid DESC NULLS LAST, m.created_at
    LIMIT 1`);
  const [row] = rows;
  return row
    ? {
        user_id: row.user_id,
        name: row.name,
        email: row.email,
        role: row.role,
        platform_role: row.platform_role,
        workspace: { id: workspace_id, slug: row.slug, mode: row.mode },
        access: OPEN_ACCESS,
      }
    : null;
}

/** The key of a sandbox company; they are public and the sandbox's index page lists them. */
export const pipedriveKey = (company: string): string =>
  createHash('sha1').update(`sandbox key of ${company}`).digest('hex');

/**
 * Moves a demo connection's past `hours` back, so that its data is as old as a stale connection's
 * is.
 */
export async function ageConnection(
  workspace_id: string,
  connection_id: string,
  hours: number,
): Promise<void> {
  await db.query(sql`
    WITH moved AS (
      UPDATE sync_runs
      SET created_at = created_at - make_interval(hours => ${hours}),
        started_at = started_at - make_interval(hours => ${hours}),
        finished_at = finished_at - make_interval(hours => ${hours})
      WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
    )
    UPDATE connections
    SET created_at = created_at - make_interval(hours => ${hours}),
      last_synced_at = last_synced_at - make_interval(hours => ${hours}),
      next_sync_at = now() + interval '1 day'
    WHERE workspace_id = ${workspace_id} AND id = ${connection_id}`);
}

/** The connectors that are connected in a workspace. */
export async function connectedTypes(workspace_id: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ connector_type: string }>(sql`
    SELECT DISTINCT connector_type
    FROM connections
    WHERE workspace_id = ${workspace_id} AND status NOT IN ('pending', 'disconnected')`);
  return new Set(rows.map((row) => row.connector_type));
}

export async function connectionIds(workspace_id: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM connections
    WHERE workspace_id = ${workspace_id}`);
  return rows.map((row) => row.id);
}

/** Lets nothing be connected in a sandbox twin until the transaction ends. False: it is gone. */
export async function lockTwin(tx: Sql, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    SELECT 1
    FROM workspaces
    WHERE id = ${id} AND twin_of IS NOT NULL
    FOR UPDATE`);
  return rowCount === 1;
}

/** The connections of a workspace, held as for a change of state; before their runs. */
export async function lockConnections(tx: Sql, workspace_id: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(sql`
    SELECT id
    FROM connections
    WHERE workspace_id = ${workspace_id}
    ORDER BY id
    FOR NO KEY UPDATE`);
  return rows.map((row) => row.id);
}

/** Removes a workspace that is a sandbox twin, with everything that refers to it. */
export async function removeWorkspace(tx: Sql, id: string): Promise<void> {
  await tx.query(sql`
    DELETE FROM workspaces
    WHERE id = ${id} AND twin_of IS NOT NULL`);
}
