import type * as z from 'zod';
import type { AuditLine, listAuditEvents as listOperation } from '@/lib/contract/audit';
import type { Principal } from '@/lib/contract/principal';
import { iso } from '@/lib/platform/clock';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

type Input = z.output<typeof listOperation.input>;
interface Row extends Omit<AuditLine, 'at'> {
  at: Date;
}

/** What a line can be about that belongs to connections, and is hidden with them. */
const OF_CONNECTIONS = ['connection', 'collection', 'auth_provider', 'webhook', 'delivery'];

/**
 * The trail of the caller's workspace, newest first, with what things are called now. Without the
 * lines about connections for whom those are hidden.
 */
export async function listAuditEvents(
  { workspace, access }: Principal,
  input: Input,
): Promise<z.output<typeof listOperation.output>> {
  const before = input.cursor === undefined ? null : decodeCursor('audit', input.cursor, ['id'])[0];
  const left_out = access.connections === 'hidden' ? OF_CONNECTIONS : [];
  const whole = input.action?.endsWith('.') === false;
  const [action, prefix] = whole ? [input.action, null] : [null, input.action ?? null];
  const { rows } = await db.query<Row>(sql`
    SELECT
      e.id, e.at, e.actor_kind, e.actor_id, COALESCE(u.name, k.name) AS actor_name, e.action,
      e.target_kind, e.target_id, COALESCE(c.name, t.name, tk.name) AS target_name, e.request_id,
      e.data
    FROM audit_events e
    LEFT JOIN users u ON e.actor_kind = 'user' AND u.id::text = e.actor_id
    LEFT JOIN api_keys k
      ON e.actor_kind = 'api_key' AND k.workspace_id = e.workspace_id AND k.id::text = e.actor_id
    LEFT JOIN connections c
      ON e.target_kind = 'connection' AND c.workspace_id = e.workspace_id
        AND c.id::text = e.target_id
    LEFT JOIN users t ON e.target_kind IN ('member', 'account') AND t.id::text = e.target_id
    LEFT JOIN api_keys tk
      ON e.target_kind = 'api_key' AND tk.workspace_id = e.workspace_id AND tk.id::text = e.target_id
    WHERE e.workspace_id = ${workspace.id}
      AND NOT COALESCE(e.target_kind = ANY (${left_out}::text[]), false)
      AND (${before}::uuid IS NULL OR e.id < ${before}::uuid)
      AND (${action}::text IS NULL OR e.action = ${action})
      AND (${prefix}::text IS NULL OR starts_with(e.action, ${prefix}))
      AND (${input.actor_id ?? null}::text IS NULL OR e.actor_id = ${input.actor_id ?? null})
      AND (${input.target_id ?? null}::text IS NULL OR e.target_id = ${input.target_id ?? null})
      AND (${input.from ?? null}::timestamptz IS NULL OR e.at >= ${input.from ?? null}::timestamptz)
      AND (${input.to ?? null}::timestamptz IS NULL OR e.at < ${input.to ?? null}::timestamptz)
    ORDER BY e.id DESC
    LIMIT ${input.limit + 1}`);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const has_more = rows.length > input.limit;
  return {
    events: page.map((row) => ({ ...row, at: iso(row.at) })),
    next_cursor: has_more && last ? encodeCursor('audit', last.id) : null,
    has_more,
  };
}
