import { MAY_SEE_CONNECTIONS } from '@/lib/access/service';
import { env } from '@/lib/platform/env';
import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import type { Reached } from '@/lib/notifications/incidents';
import { queue } from '@/lib/notifications/queue';

interface Listener {
  user_id: string;
  email: 'at_once' | 'daily' | 'never';
}

/**
 * Tells of a step whoever has to know: the connection's owner, and the owners and admins of the
 * workspace, in their inbox and as they chose; and the workspace's chat. Who may not see what is
 * connected is told nothing. In the transaction that reached the step; however often it is told,
 * each hears of it once.
 */
export async function tell(tx: Sql, step: Reached): Promise<void> {
  const listeners = await listenersOf(tx, step);
  const to = listeners.map((one) => one.user_id);
  await tx.query(sql`
    INSERT INTO notifications (workspace_id, id, user_id, incident_id, step)
    SELECT ${step.workspace_id}::uuid, id, user_id, ${step.incident_id}::uuid, ${step.step}
    FROM unnest(${to.map(() => newId())}::uuid[], ${to}::uuid[]) AS t(id, user_id)
    ON CONFLICT DO NOTHING`);
  const mailed = env().SMTP_URL ? listeners.filter((one) => one.email !== 'never') : [];
  for (const { user_id, email } of mailed)
    await queue(tx, step, { channel: 'email', recipient: user_id, daily: email === 'daily' });
  await queue(tx, step, { channel: 'chat', recipient: step.workspace_id, daily: false });
}

async function listenersOf(tx: Sql, { workspace_id, connection_id, kind }: Reached) {
  const { rows } = await tx.query<Listener>(sql`
    SELECT m.user_id, COALESCE(p.email, 'at_once') AS email
    FROM memberships m
    JOIN workspaces w ON w.id = m.workspace_id
    JOIN connections c ON c.workspace_id = m.workspace_id AND c.id = ${connection_id}
    LEFT JOIN notification_preferences p
      ON p.workspace_id = m.workspace_id AND p.user_id = m.user_id
    WHERE m.workspace_id = ${workspace_id}
      AND (m.role IN ('owner', 'admin') OR m.user_id = c.owner_user_id)
      AND ${MAY_SEE_CONNECTIONS}
      AND NOT (${kind} = ANY (COALESCE(p.muted, '{}')))`);
  return rows;
}
