import { env } from '@/lib/platform/env';
import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { part, sql, type Fragment } from '@/lib/platform/sql';

/** When a day's notifications leave together, UTC. */
const DAILY_AT = '08:00';

/** When something leaves that is told now: at once, or with the rest of the day. */
const dueAt = (daily: boolean): Fragment => part`
  CASE
    WHEN NOT ${daily}::boolean THEN date_trunc('milliseconds', now())
    WHEN now() AT TIME ZONE 'UTC' < (now() AT TIME ZONE 'UTC')::date + ${DAILY_AT}::time
      THEN ((now() AT TIME ZONE 'UTC')::date + ${DAILY_AT}::time) AT TIME ZONE 'UTC'
    ELSE ((now() AT TIME ZONE 'UTC')::date + 1 + ${DAILY_AT}::time) AT TIME ZONE 'UTC'
  END`;

/** Has a step of an incident leave: to a person, or to the workspace's chat if it has one. Once. */
export async function queue(
  tx: Sql,
  { workspace_id, incident_id, step }: { workspace_id: string; incident_id: string; step: string },
  { channel, recipient, daily }: { channel: 'email' | 'chat'; recipient: string; daily: boolean },
): Promise<void> {
  await tx.query(sql`
    INSERT INTO notification_messages (
      workspace_id, id, incident_id, step, channel, recipient, due_at)
    SELECT ${workspace_id}::uuid, ${newId()}::uuid, ${incident_id}::uuid, ${step}, ${channel},
      ${recipient}::uuid, ${dueAt(daily)}
    WHERE ${channel} <> 'chat' OR EXISTS (
      SELECT 1
      FROM chat_hooks h
      WHERE h.workspace_id = ${workspace_id}
    )
    ON CONFLICT DO NOTHING`);
}

/** Has what is told of a wish leave as an e-mail, where this installation sends any. Once. */
export async function queueMail(
  tx: Sql,
  {
    workspace_id,
    wish_id,
    user_id,
    daily,
  }: { workspace_id: string; wish_id: string; user_id: string; daily: boolean },
): Promise<void> {
  if (!env().SMTP_URL) return;
  await tx.query(sql`
    INSERT INTO notification_messages (
      workspace_id, id, wish_id, step, channel, recipient, due_at)
    VALUES (
      ${workspace_id}, ${newId()}, ${wish_id}, 'opened', 'email', ${user_id}, ${dueAt(daily)}
    )
    ON CONFLICT DO NOTHING`);
}
