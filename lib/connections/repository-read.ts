import { rowOf, SELECTED, type Raw, type Row } from '@/lib/connections/repository-row';
import { db, prepared, prisma, type Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export type { Row } from '@/lib/connections/repository-row';

/** One connection of a workspace. */
export async function findRow(workspace_id: string, id: string, tx: Sql = db): Promise<Row | null> {
  const { text, values } = sql`
    ${SELECTED}
    WHERE c.workspace_id = ${workspace_id} AND c.id = ${id}`;
  const { rows } = await tx.query<Raw>(prepared(text, values));
  return rows[0] ? rowOf(rows[0]) : null;
}

/** The live connection an account, a singleton or an unfinished attempt already has. */
export async function findExisting(
  tx: Sql,
  workspace_id: string,
  connector_type: string,
  by: {
    account?: string | null;
    singleton?: string | null;
    /** Begun within the last minutes by this person, under this name. */
    attempt?: { of: string | null; name: string };
    except?: string;
  },
): Promise<{ id: string; status: string } | null> {
  const { rows } = await tx.query<{ id: string; status: string }>(sql`
    SELECT id, status
    FROM connections
    WHERE workspace_id = ${workspace_id} AND connector_type = ${connector_type}
      AND status <> 'disconnected'
      AND id IS DISTINCT FROM ${by.except ?? null}::uuid
      AND (
        external_account_id = ${by.account ?? null}
        OR singleton = ${by.singleton ?? null}
        OR (${by.attempt !== undefined}::boolean
          AND status = 'pending' AND external_account_id IS NULL
          AND created_by IS NOT DISTINCT FROM ${by.attempt?.of ?? null}::uuid
          AND name = ${by.attempt?.name ?? null}
          AND created_at > now() - interval '10 minutes')
      )
    ORDER BY status = 'pending', created_at
    LIMIT 1`);
  return rows[0] ?? null;
}

export const isMember = async (workspace_id: string, user_id: string): Promise<boolean> =>
  (await prisma().membership.count({ where: { workspaceId: workspace_id, userId: user_id } })) > 0;

/** Origins beside our own that may receive the browser after OAuth. */
export async function returnOrigins(id: string): Promise<string[]> {
  const workspace = await prisma().workspace.findUnique({ where: { id } });
  return workspace?.returnOrigins ?? [];
}

/** Slug and mode of a workspace, for work that starts from a row instead of a principal. */
export async function workspaceOf(
  id: string,
): Promise<{ id: string; slug: string; mode: 'live' | 'sandbox' }> {
  const { slug, mode } = await prisma().workspace.findUniqueOrThrow({ where: { id } });
  return { id, slug, mode: mode as 'live' | 'sandbox' };
}
