import type { Sql } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';
import type { ClaimedEndpoint } from '@/lib/webhooks/repository';

export interface Matched {
  workspace_id: string;
  id: string;
  connector_type: string;
}

/**
 * Connections an event is about: the endpoint's own, or those of the account it names, of the
 * workspace or, for an endpoint of the platform's app, of all workspaces that use that app. An event
 * that names no account is about every connection its endpoint could be about in the workspace.
 */
export async function matchConnections(
  tx: Sql,
  endpoint: ClaimedEndpoint,
  connectors: readonly string[],
  account_id: string | null,
): Promise<Matched[]> {
  if (endpoint.connection_id === null && endpoint.reach === 'platform' && account_id === null)
    return [];
  const { rows } = await tx.query<Matched>(
    named(
      'webhook-match',
      sql`
        SELECT c.workspace_id, c.id, c.connector_type
        FROM connections c
        JOIN workspaces w ON w.id = c.workspace_id
        WHERE c.status IN ('connected', 'error') AND w.mode = ${endpoint.mode}
          AND CASE
            WHEN ${endpoint.connection_id}::uuid IS NOT NULL
              THEN c.workspace_id = ${endpoint.workspace_id} AND c.id = ${endpoint.connection_id}
            ELSE c.connector_type = ANY (${connectors}::text[])
              AND (${account_id}::text IS NULL OR c.external_account_id = ${account_id})
              AND (
                c.workspace_id = ${endpoint.workspace_id}
                OR (${endpoint.reach}::text = 'platform' AND c.provider_app_id IS NULL)
              )
          END`,
    ),
  );
  return rows;
}
