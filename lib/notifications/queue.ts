import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';

/** When a day's notifications leave together, UTC. */
const DAILY_AT = '08:00';

/** What is told: a step of an incident, or news of a wish. Of the two ids one. */
interface Told {
  workspace_id: string;
  incident_id?: string;
  wish_id?: string;
  step: string;
}

/**
 * Has what is told leave, to a person or to the workspace's chat if it has one: at once, or with the
 * rest of the day. However often it is queued, it leaves once.
 */
export async function queue(
  tx: Sql,
  { workspace_id, incident_id, wish_id, step }: Told,
  { channel, recipient, daily }: { channel: 'email' | 'chat'; recipient: string; daily: boolean },
): Promise<void> {
  await tx.query(sql`
    INSERT INTO notification_messages (
      workspace_id, id, incident_id, wish_id, step, channel, recipient, due_at)
    SELECT ${workspace_id}::uuid, ${newId()}::uuid, ${incident_id ?? null}::uuid,
      ${wish_id ?? null}::uuid, ${step}, ${channel}, ${recipient}::uuid,
      CASE
        WHEN NOT ${daily}::boolean THEN date_trunc('milliseconds', now())
        WHEN now() AT TIME ZONE 'UTC' < (now() AT TIME ZONE 'UTC')::date + ${DAILY_AT}::time
          THEN ((now() AT TIME ZONE 'UTC')::date + ${DAILY_AT}::time) AT TIME ZONE 'UTC'
        ELSE ((now() AT TIME ZONE 'UTC')::date + 1 + ${DAILY_AT}::time) AT TIME ZONE 'UTC'
      END
    WHERE ${channel} <> 'chat' OR EXISTS (
      SELECT 1
      FROM chat_hooks h
      WHERE h.workspace_id = ${workspace_id}
    )
    ON CONFLICT DO NOTHING`);
}
