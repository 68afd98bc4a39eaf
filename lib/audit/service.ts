import type { Principal } from '@/lib/contract/principal';
import { db, type Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';

/** What an event is about. `data` holds what changed, and never a secret. */
export interface AuditDetails {
  target_kind?: string;
  target_id?: string;
  request_id?: string;
  data?: Record<string, unknown>;
}

/**
 * Appends one event to the workspace's trail. Pass the transaction's connection as `sql` so that
 * the event is there exactly when the change is. Rows are never updated or deleted.
 */
export async function recordAudit(
  principal: Principal,
  event: string,
  details: AuditDetails = {},
  sql: Sql = db,
): Promise<void> {
  const { kind, id } = actor(principal);
  await sql.query(
    `INSERT INTO audit_events (workspace_id, id, actor_kind, actor_id, action, target_kind, target_id, request_id, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      principal.workspace.id,
      newId(),
      kind,
      id,
      event,
      details.target_kind ?? null,
      details.target_id ?? null,
      details.request_id ?? null,
      JSON.stringify(details.data ?? {}),
    ],
  );
}

function actor(principal: Principal): { kind: Principal['kind']; id: string | null } {
  switch (principal.kind) {
    case 'user':
      return { kind: 'user', id: principal.user_id };
    case 'api_key':
      return { kind: 'api_key', id: principal.key_id };
    case 'system':
      return { kind: 'system', id: null };
  }
}
