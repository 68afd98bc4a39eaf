import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';

/** Whether the workspace has that connection. */
export async function hasConnection(workspace_id: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM connections
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  return rowCount === 1;
}

/** The endpoint made last for a connection; null: there is none. */
export async function newestEndpoint(
  workspace_id: string,
  connection_id: string,
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT id
    FROM webhook_endpoints
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
    ORDER BY created_at DESC, id
    LIMIT 1`);
  return rows[0]?.id ?? null;
}

/** A connection as its provider is asked with it. */
export interface ConnectionToAsk {
  workspace_id: string;
  id: string;
  connector_type: string;
  status: string;
  provider_app_id: string | null;
  config: Record<string, Json>;
  mode: 'live' | 'sandbox';
}

const TO_ASK = raw(`
  c.workspace_id, c.id, c.connector_type, c.status, c.provider_app_id, c.config, w.mode`);

/** A connection of the workspace; null: there is none. */
export async function connectionToAsk(
  workspace_id: string,
  id: string,
): Promise<ConnectionToAsk | null> {
  const { rows } = await db.query<ConnectionToAsk>(sql`
    SELECT ${TO_ASK}
    FROM connections c
    JOIN workspaces w ON w.id = c.workspace_id
    WHERE c.workspace_id = ${workspace_id} AND c.id = ${id}`);
  return rows[0] ?? null;
}

/** Connections of these connectors that no endpoint was made for yet. */
export async function withoutEndpoint(
  connectors: readonly string[],
  limit: number,
): Promise<ConnectionToAsk[]> {
  const { rows } = await db.query<ConnectionToAsk>(sql`
    SELECT ${TO_ASK}
    FROM connections c
    JOIN workspaces w ON w.id = c.workspace_id
    WHERE c.connector_type = ANY (${connectors}::text[]) AND c.status = 'connected'
      AND c.needs_reauth_at IS NULL
      AND NOT EXISTS (
        SELECT 1
        FROM webhook_endpoints e
        WHERE e.connection_id = c.id AND e.disabled_at IS NULL
      )
    ORDER BY c.created_at
    LIMIT ${limit}`);
  return rows;
}
