import type * as z from 'zod';
import type { Language } from '@/lib/contract/account';
import { DomainError } from '@/lib/contract/errors';
import type {
  listNotifications as listOperation,
  Notification,
  NotificationPreferences,
  setNotificationPreferences as setOperation,
} from '@/lib/contract/notifications';
import type { Principal } from '@/lib/contract/principal';
import { ABOUT, ABOUT_JOINS, type Subject } from '@/lib/notifications/subject';
import { lineOf } from '@/lib/notifications/words';
import { iso } from '@/lib/platform/clock';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { sql } from '@/lib/platform/sql';

interface Row extends Subject {
  id: string;
  open: boolean;
  created_at: Date;
  read_at: Date | null;
}

/** What the person was told of in this workspace, newest first. A key is told nothing. */
export async function listNotifications(
  principal: Principal,
  { unread, language = 'en', cursor, limit }: z.output<typeof listOperation.input>,
): Promise<z.output<typeof listOperation.output>> {
  if (principal.kind !== 'user') return { notifications: [], unread: 0, next_cursor: null };
  const { user_id, workspace } = principal;
  const before = cursor === undefined ? null : decodeCursor('n', cursor, ['id'])[0];
  const { rows } = await db.query<Row>(sql`
    SELECT n.id, n.created_at, n.read_at, ${ABOUT},
      CASE
        WHEN i.id IS NOT NULL THEN i.closed_at IS NULL AND i.calm_since IS NULL
        ELSE w.kind = 'app_requested' AND EXISTS (
          SELECT 1
          FROM connector_wishes x
          WHERE x.workspace_id = w.asked_in AND x.is_type = w.is_type AND x.wanted = w.wanted
            AND x.told_at IS NULL
        )
      END AS open
    FROM notifications n
    ${ABOUT_JOINS}
    WHERE n.workspace_id = ${workspace.id} AND n.user_id = ${user_id}
      AND (${before}::uuid IS NULL OR n.id < ${before}::uuid)
      AND (NOT ${unread}::boolean OR n.read_at IS NULL)
    ORDER BY n.id DESC
    LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit);
  return {
    notifications: page.map((row) => shown(row, workspace.slug, language)),
    unread: await countUnread(principal),
    next_cursor: rows.length > limit ? encodeCursor('n', page.at(-1)!.id) : null,
  };
}

function shown(row: Row, slug: string, language: Language): Notification {
  const { id, kind, step, connection_id, connection_name, connector_type, open } = row;
  return {
    id,
    kind,
    step,
    ...lineOf(slug, row, language),
    connection:
      connection_id === null
        ? null
        : { id: connection_id, name: connection_name!, connector_type: connector_type! },
    open,
    created_at: iso(row.created_at),
    read_at: iso(row.read_at),
  };
}

async function countUnread({ user_id, workspace }: { user_id: string; workspace: { id: string } }) {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM notifications
    WHERE workspace_id = ${workspace.id} AND user_id = ${user_id} AND read_at IS NULL`);
  return rows[0]!.n;
}

/** Marks the person's own notifications as read: those named, or all. Others' are left alone. */
export async function readNotifications(
  principal: Principal,
  { ids }: { ids?: string[] | undefined },
): Promise<{ unread: number }> {
  if (principal.kind !== 'user') return { unread: 0 };
  await db.query(sql`
    UPDATE notifications
    SET read_at = now()
    WHERE workspace_id = ${principal.workspace.id} AND user_id = ${principal.user_id}
      AND read_at IS NULL AND (${ids ?? null}::uuid[] IS NULL OR id = ANY (${ids ?? null}::uuid[]))`);
  return { unread: await countUnread(principal) };
}

type Chosen = Pick<NotificationPreferences, 'email' | 'muted'>;
const withMail = (chosen: Chosen): NotificationPreferences => ({
  ...chosen,
  email_possible: env().SMTP_URL !== undefined,
});

/** What the person wants to hear of, and how: everything, at once, unless they chose. */
export async function getNotificationPreferences(
  principal: Principal,
): Promise<NotificationPreferences> {
  if (principal.kind !== 'user') return withMail({ email: 'never', muted: [] });
  const { rows } = await db.query<Chosen>(sql`
    SELECT email, muted
    FROM notification_preferences
    WHERE workspace_id = ${principal.workspace.id} AND user_id = ${principal.user_id}`);
  return withMail(rows[0] ?? { email: 'at_once', muted: [] });
}

/** Keeps what the person chose. What is already on its way is not called back. Throws forbidden. */
export async function setNotificationPreferences(
  principal: Principal,
  { email, muted }: z.output<typeof setOperation.input>,
): Promise<NotificationPreferences> {
  if (principal.kind !== 'user')
    throw new DomainError('forbidden', { detail: 'An API key is told of nothing.' });
  const kinds = [...new Set(muted)];
  await db.query(sql`
    INSERT INTO notification_preferences (workspace_id, user_id, email, muted)
    VALUES (${principal.workspace.id}, ${principal.user_id}, ${email}, ${kinds})
    ON CONFLICT (workspace_id, user_id) DO UPDATE SET
      email = excluded.email, muted = excluded.muted`);
  return withMail({ email, muted: kinds });
}
