import { MAY_SEE_CONNECTIONS } from '@/lib/access/service';
import { connectableNames } from '@/lib/catalog/service';
import type { WishNewsKind } from '@/lib/contract/notifications';
import { queue } from '@/lib/notifications/queue';
import { env } from '@/lib/platform/env';
import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';

/** An app that somebody asks for: a connector of the catalog, or a name it does not have. */
export interface Wished {
  workspace_id: string;
  is_type: boolean;
  wanted: string;
  name: string;
}

/** Somebody who is told, and in which of their workspaces. */
interface Listener {
  user_id: string;
  workspace_id: string;
  muted: boolean;
  email: 'at_once' | 'daily' | 'never';
}

/**
 * Tells whoever runs the installation that a workspace asks for an app: once for each app and
 * workspace, in the workspace that asks where they are a member, else in their first one. What is
 * asked for in a sandbox is told only to its own members, and nobody is told of their own wish.
 */
export async function tellOfWish(tx: Sql, wished: Wished): Promise<void> {
  const { rows } = await tx.query<Listener>(sql`
    SELECT DISTINCT ON (u.id) u.id AS user_id, m.workspace_id,
      COALESCE('app_requested' = ANY (p.muted), false) AS muted,
      COALESCE(p.email, 'at_once') AS email
    FROM users u
    JOIN workspaces a ON a.id = ${wished.workspace_id}
    JOIN memberships m ON m.user_id = u.id
    JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN notification_preferences p
      ON p.workspace_id = m.workspace_id AND p.user_id = m.user_id
    WHERE u.platform_role IN ('superadmin', 'engineering')
      AND (a.mode = 'live' OR m.workspace_id = a.id)
      AND ${MAY_SEE_CONNECTIONS}
      AND NOT EXISTS (
        SELECT 1
        FROM connector_wishes own
        WHERE own.workspace_id = a.id AND own.user_id = u.id AND own.is_type = ${wished.is_type}
          AND own.wanted = ${wished.wanted}
      )
      AND NOT EXISTS (
        SELECT 1
        FROM wish_news told
        JOIN notifications n ON n.workspace_id = told.workspace_id AND n.wish_id = told.id
        WHERE told.kind = 'app_requested' AND told.asked_in = a.id
          AND told.is_type = ${wished.is_type} AND told.wanted = ${wished.wanted}
          AND n.user_id = u.id
      )
    ORDER BY u.id, m.workspace_id <> a.id, m.created_at, m.workspace_id`);
  for (const listener of rows) await tellOne(tx, listener, 'app_requested', wished);
}

/**
 * Tells those who wait for an app that can be connected by now: once for each wish, whatever comes
 * and goes afterwards. Whoever may not see connections waits on.
 */
export async function tellWhoWaits(tx: Sql): Promise<void> {
  const there = await connectableNames();
  const { rows } = await tx.query<Listener & Wished>(sql`
    SELECT x.user_id, x.workspace_id, x.is_type, x.wanted, x.name,
      COALESCE('app_available' = ANY (p.muted), false) AS muted,
      COALESCE(p.email, 'at_once') AS email
    FROM connector_wishes x
    JOIN memberships m ON m.workspace_id = x.workspace_id AND m.user_id = x.user_id
    JOIN workspaces w ON w.id = x.workspace_id
    LEFT JOIN notification_preferences p
      ON p.workspace_id = m.workspace_id AND p.user_id = m.user_id
    WHERE x.told_at IS NULL
      AND (
        w.mode = 'live' AND x.wanted = ANY (${there.live}::text[])
        OR w.mode = 'sandbox' AND x.wanted = ANY (${there.sandbox}::text[])
      )
      AND ${MAY_SEE_CONNECTIONS}
    LIMIT 200
    FOR UPDATE OF x SKIP LOCKED`);
  for (const { user_id, muted, email, ...wished } of rows) {
    const listener = { user_id, muted, email, workspace_id: wished.workspace_id };
    await tellOne(tx, listener, 'app_available', wished);
    await tx.query(sql`
      UPDATE connector_wishes
      SET told_at = now()
      WHERE workspace_id = ${wished.workspace_id} AND user_id = ${user_id}
        AND is_type = ${wished.is_type} AND wanted = ${wished.wanted}`);
  }
}

/** In the inbox and, as they chose, by e-mail; however often it is told, each hears of it once. */
async function tellOne(
  tx: Sql,
  { user_id, workspace_id, muted, email }: Listener,
  kind: WishNewsKind,
  { workspace_id: asked_in, is_type, wanted, name }: Wished,
): Promise<void> {
  if (muted) return;
  const { rows } = await tx.query<{ id: string }>(sql`
    INSERT INTO wish_news (workspace_id, id, kind, asked_in, is_type, wanted, name)
    VALUES (
      ${workspace_id}, ${newId()}, ${kind}, ${asked_in}, ${is_type}, ${wanted}, ${name}
    )
    ON CONFLICT (workspace_id, kind, asked_in, is_type, wanted)
      DO UPDATE SET name = excluded.name
    RETURNING id`);
  const wish_id = rows[0]!.id;
  const { rowCount } = await tx.query(sql`
    INSERT INTO notifications (workspace_id, id, user_id, wish_id, step)
    VALUES (${workspace_id}, ${newId()}, ${user_id}, ${wish_id}, 'opened')
    ON CONFLICT (wish_id, user_id) DO NOTHING`);
  if (rowCount === 0 || email === 'never' || !env().SMTP_URL) return;
  const told = { workspace_id, wish_id, step: 'opened' };
  await queue(tx, told, { channel: 'email', recipient: user_id, daily: email === 'daily' });
}
