import type { Client } from '@/lib/access/repository';
import type { Role } from '@/lib/contract/access';
import { prisma, type PrismaTx } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export interface MemberRow {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  joined_at: Date;
}

/** The members of a workspace, the first first; or the one that is asked for. */
export async function findMembers(
  workspace_id: string,
  only: { user_id?: string; email?: string } = {},
  client: Client = prisma(),
): Promise<MemberRow[]> {
  const members = await client.membership.findMany({
    where: { workspaceId: workspace_id, userId: only.user_id, user: { email: only.email } },
    include: { user: true },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  return members.map(({ user, role, createdAt }) => ({
    user_id: user.id,
    name: user.name,
    email: user.email,
    role: role as Role,
    joined_at: createdAt,
  }));
}

/** Makes somebody a member; a member stays what they are. */
export const insertMembership = (
  workspace_id: string,
  user_id: string,
  role: Role,
  { prisma: client }: PrismaTx,
) =>
  client.membership.createMany({
    data: [{ workspaceId: workspace_id, userId: user_id, role }],
    skipDuplicates: true,
  });

/**
 * Locks the workspace's member list until the transaction ends, so that two owners cannot remove
 * each other at once.
 */
export const lockMembers = (workspace_id: string, tx: PrismaTx) =>
  tx.query(sql`
    SELECT 1
    FROM workspaces
    WHERE id = ${workspace_id}::uuid
    FOR UPDATE`);

/** Worth asking behind lockMembers. */
export const countOwners = (workspace_id: string, { prisma: client }: PrismaTx): Promise<number> =>
  client.membership.count({ where: { workspaceId: workspace_id, role: 'owner' } });

export const updateRole = (
  workspace_id: string,
  user_id: string,
  role: Role,
  { prisma: client }: PrismaTx,
) =>
  client.membership.updateMany({
    where: { workspaceId: workspace_id, userId: user_id },
    data: { role },
  });

export const deleteMembership = (
  workspace_id: string,
  user_id: string,
  { prisma: client }: PrismaTx,
) => client.membership.deleteMany({ where: { workspaceId: workspace_id, userId: user_id } });

/** Makes the members of one workspace members of another, in the same role; a member there stays what they are. */
export async function copyMembers(from: string, to: string, { prisma: client }: PrismaTx) {
  const members = await client.membership.findMany({ where: { workspaceId: from } });
  await client.membership.createMany({
    data: members.map(({ userId, role }) => ({ workspaceId: to, userId, role })),
    skipDuplicates: true,
  });
}

/** The names of those with a platform role that may write, in order. */
export async function findPlatformAdmins(): Promise<string[]> {
  const admins = await prisma().user.findMany({
    where: { platformRole: { in: ['superadmin', 'engineering'] } },
    orderBy: { name: 'asc' },
  });
  return admins.map(({ name }) => name);
}
