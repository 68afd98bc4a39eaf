import type { Role } from '@/lib/contract/access';
import { prisma, type PrismaTx } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export const findOpenInvitations = (workspace_id: string) =>
  prisma().invitation.findMany({
    where: { workspaceId: workspace_id, acceptedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
  });

/** Stores an invitation in place of an open one for the same email. */
export async function replaceInvitation(
  invitation: {
    workspaceId: string;
    id: string;
    email: string;
    role: Role;
    tokenHash: string;
    invitedBy: string | null;
    expiresAt: Date;
  },
  { prisma: client }: PrismaTx,
) {
  const { workspaceId, email } = invitation;
  await client.invitation.deleteMany({ where: { workspaceId, email, acceptedAt: null } });
  return client.invitation.create({ data: invitation });
}

/** False: the workspace has no such open invitation. */
export const deleteOpenInvitation = async (
  workspace_id: string,
  id: string,
  { prisma: client }: PrismaTx,
): Promise<boolean> => {
  const { count } = await client.invitation.deleteMany({
    where: { workspaceId: workspace_id, id, acceptedAt: null },
  });
  return count > 0;
};

export interface InvitationRow {
  workspace_id: string;
  id: string;
  email: string;
  role: Role;
  slug: string;
  name: string;
}

/** An invitation that can still be accepted: the newest by its token or by its email. */
export async function findOpenInvitation(
  by: { token_hash: string } | { email: string },
): Promise<InvitationRow | undefined> {
  const found = await prisma().invitation.findFirst({
    where: {
      ...('email' in by ? { email: by.email } : { tokenHash: by.token_hash }),
      acceptedAt: null,
      expiresAt: { gt: new Date() },
    },
    include: { workspace: true },
    orderBy: { createdAt: 'desc' },
  });
  if (!found) return undefined;
  const { workspaceId, id, email, role, workspace } = found;
  const { slug, name } = workspace;
  return { workspace_id: workspaceId, id, email, role: role as Role, slug, name };
}

/** Whether it can still be accepted; nobody else can before the transaction ends. */
export async function lockOpenInvitation(
  workspace_id: string,
  id: string,
  tx: PrismaTx,
): Promise<boolean> {
  const { rows } = await tx.query<object>(sql`
    SELECT 1
    FROM invitations
    WHERE workspace_id = ${workspace_id}::uuid AND id = ${id}::uuid
      AND accepted_at IS NULL AND expires_at > now()
    FOR UPDATE`);
  return rows.length > 0;
}

export const markAccepted = (workspace_id: string, id: string, { prisma: client }: PrismaTx) =>
  client.invitation.updateMany({
    where: { workspaceId: workspace_id, id },
    data: { acceptedAt: new Date() },
  });
