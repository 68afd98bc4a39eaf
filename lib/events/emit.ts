import { EVENTS, type EventData, type EventName } from '@/lib/contract/events';
import { newId } from '@/lib/platform/ids';
import { sql, type Statement } from '@/lib/platform/sql';

/** In whose name something is told. Every Actor is one. */
export type Teller = { workspace: { id: string }; request_id?: string } & (
  { kind: 'user'; user_id: string } | { kind: 'api_key'; key_id: string } | { kind: 'system' }
);

/** Work nobody asked for by hand. */
export const bySystem = (workspace_id: string): Teller => ({
  kind: 'system',
  workspace: { id: workspace_id },
});

/** An event and the id of what it is about; `data` as EVENTS describes it. */
type NewEvent = {
  [Name in EventName]: { event: Name; id: string } & (Record<string, never> extends EventData<Name>
    ? { data?: undefined }
    : { data: EventData<Name> });
}[EventName];

/** Whatever runs statements inside a transaction. */
interface Transaction {
  query(statement: Statement): Promise<unknown>;
}

/**
 * Tells of a change inside its own transaction: the events, and the lines of the audit trail for
 * those that belong there, exist exactly when the change does. One statement however many events;
 * when it fails the transaction cannot commit.
 */
export async function emit(tx: Transaction, by: Teller, ...events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const workspace_id = by.workspace.id;
  const actor_id = actorId(by);
  const told = events.map(({ event, id, data = {} }) => ({
    event_id: newId(),
    event,
    about: EVENTS[event].about,
    subject_id: id,
    audit: EVENTS[event].audit,
    data,
  }));
  await tx.query(sql`
    WITH told AS (
      SELECT *
      FROM ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
          AS (event_id uuid, event text, about text, subject_id text, audit boolean, data jsonb)
      ) WITH ORDINALITY AS t (event_id, event, about, subject_id, audit, data, n)
    ),
    kept AS (
      INSERT INTO audit_events (
        workspace_id, id, actor_kind, actor_id, action, target_kind, target_id, request_id, data)
      SELECT
        ${workspace_id}::uuid, event_id, ${by.kind}::text, ${actor_id}::text, event, about,
        subject_id, ${by.request_id ?? null}::text, data
      FROM told
      WHERE audit
      ORDER BY n
    )
    INSERT INTO outbox (
      event_id, workspace_id, event, about, subject_id, actor_kind, actor_id, request_id, data)
    SELECT
      event_id, ${workspace_id}::uuid, event, about, subject_id, ${by.kind}::text,
      ${actor_id}::text, ${by.request_id ?? null}::text, data
    FROM told
    ORDER BY n`);
}

function actorId(by: Teller): string | null {
  switch (by.kind) {
    case 'user':
      return by.user_id;
    case 'api_key':
      return by.key_id;
    case 'system':
      return null;
  }
}
