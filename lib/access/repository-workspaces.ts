import { db, prisma, type PrismaTx } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

interface SummaryRow {
  id: string;
  slug: string;
  name: string;
  mode: 'live' | 'sandbox';
  members: number;
  connections: number;
  last_activity_at: Date | null;
  created_at: Date;
}

/** Every workspace, in numbers. The latest line of a trail is the one with the largest id. */
export async function findWorkspaces(): Promise<SummaryRow[]> {
  const { rows } = await db.query<SummaryRow>(sql`
    SELECT
      w.id, w.slug, w.name, w.mode, w.created_at,
      (
        SELECT count(*)::int
        FROM memberships m
        WHERE m.workspace_id = w.id
      ) AS members,
      (
        SELECT count(*)::int
        FROM connections c
        WHERE c.workspace_id = w.id AND c.status <> 'disconnected'
      ) AS connections,
      (
        SELECT e.at
        FROM audit_events e
        WHERE e.workspace_id = w.id
        ORDER BY e.id DESC
        LIMIT 1
      ) AS last_activity_at
    FROM workspaces w
    ORDER BY last_activity_at DESC NULLS LAST, w.id DESC`);
  return rows;
}

/** Answers what it was called before. */
export async function renameWorkspace(
  id: string,
  name: string,
  { prisma: client }: PrismaTx,
): Promise<string> {
  const { name: was } = await client.workspace.findUniqueOrThrow({ where: { id } });
  await client.workspace.update({ where: { id }, data: { name } });
  return was;
}

type Twin = Pick<SummaryRow, 'id' | 'slug' | 'name'> & { mode: 'sandbox' };

/** The workspace that is the sandbox twin of this one. */
export async function findTwinRow(
  workspace_id: string,
  client: PrismaTx['prisma'] = prisma(),
): Promise<Twin | null> {
  const row = await client.workspace.findUnique({ where: { twinOf: workspace_id } });
  return row && { id: row.id, slug: row.slug, name: row.name, mode: 'sandbox' };
}

export const insertTwin = (twin: Twin, twin_of: string, { prisma: client }: PrismaTx) =>
  client.workspace.create({ data: { ...twin, twinOf: twin_of } });
