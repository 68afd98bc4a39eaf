import { createHash } from 'node:crypto';
import type { PlatformRole, Role } from '@/lib/contract/access';
import { OPEN_ACCESS, type Access } from '@/lib/contract/surfaces';
import { db } from '@/lib/platform/db';
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

/** The owner in whose name the demo is filled. */
export async function ownerOf(workspace_id: string): Promise<Owner | null> {
  const { rows } = await db.query<Owner & { slug: string; mode: 'live' | 'sandbox' }>(sql`
    SELECT u.id AS user_id, u.name, u.email, m.role, u.platform_role, w.slug, w.mode
    FROM memberships m
    JOIN users u ON u.id = m.user_id
    JOIN workspaces w ON w.id = m.workspace_id
    WHERE m.workspace_id = ${workspace_id} AND m.role = 'owner'
    ORDER BY m.created_at
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
