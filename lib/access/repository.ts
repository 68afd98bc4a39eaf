import type { PlatformRole, Role } from '@/lib/contract/access';
import type { Access } from '@/lib/contract/surfaces';
import { prisma, type PrismaTx } from '@/lib/platform/db';

export interface UserRow {
  id: string;
  name: string;
  email: string;
  platform_role: PlatformRole | null;
}
export interface WorkspaceRow {
  id: string;
  slug: string;
  name: string;
  mode: 'live' | 'sandbox';
}
export interface MembershipRow extends WorkspaceRow {
  role: Role;
  access: Access;
}

/** What asks: Prisma itself, or a transaction of it. */
export type Client = PrismaTx['prisma'];

// ---------------------------------------------------------------- users

export interface SignInRow {
  id: string;
  name: string;
  email: string;
  password_hash: string | null;
}

/** The account of an email, in any case. */
export async function findUserByEmail(email: string): Promise<SignInRow | undefined> {
  const user = await prisma().user.findUnique({ where: { email: email.toLowerCase() } });
  if (!user) return undefined;
  return { id: user.id, name: user.name, email: user.email, password_hash: user.passwordHash };
}

export const hasUsers = async (client: Client = prisma()): Promise<boolean> =>
  (await client.user.findFirst({ select: { id: true } })) !== null;

/** Throws Prisma's P2002 when the email has an account. */
export const insertUser = (
  user: {
    id: string;
    email: string;
    name: string;
    password_hash: string | null;
    platform_role?: PlatformRole;
  },
  { prisma: client }: PrismaTx,
) =>
  client.user.create({
    data: {
      id: user.id,
      email: user.email.toLowerCase(),
      name: user.name,
      passwordHash: user.password_hash,
      platformRole: user.platform_role ?? null,
    },
  });

/** Whether an error is a unique value that is taken already. */
export const isTaken = (error: unknown): boolean => (error as { code?: string }).code === 'P2002';

export const setPasswordHash = (
  user_id: string,
  password_hash: string,
  client: Client = prisma(),
) => client.user.updateMany({ where: { id: user_id }, data: { passwordHash: password_hash } });

/** Sets what is given. Answers the person as they are then. */
export async function patchUser(
  id: string,
  { name, time_zone }: { name?: string; time_zone?: string | null },
  { prisma: client }: PrismaTx,
): Promise<{ id: string; name: string; time_zone: string | null }> {
  const user = await client.user.update({ where: { id }, data: { name, timeZone: time_zone } });
  return { id, name: user.name, time_zone: user.timeZone };
}

export const findTimeZone = async (id: string): Promise<string | null> =>
  (await prisma().user.findUniqueOrThrow({ where: { id }, select: { timeZone: true } })).timeZone;

// ---------------------------------------------------------------- workspaces

export const insertWorkspace = (workspace: WorkspaceRow, { prisma: client }: PrismaTx) =>
  client.workspace.create({ data: workspace });

export const slugTaken = async (slug: string, { prisma: client }: PrismaTx): Promise<boolean> =>
  (await client.workspace.count({ where: { slug } })) > 0;

/** Of the whole installation, which is what the sandbox's pages are for. */
export const sandboxWorkspaceExists = async (): Promise<boolean> =>
  (await prisma().workspace.findFirst({ where: { mode: 'sandbox' }, select: { id: true } })) !==
  null;

/** A workspace, and the one whose sandbox twin it is. */
export async function findWorkspace(
  id: string,
): Promise<WorkspaceRow & { twin_of: { slug: string; name: string } | null }> {
  const row = await prisma().workspace.findUniqueOrThrow({
    where: { id },
    include: { twinOfWorkspace: { select: { slug: true, name: true } } },
  });
  const { slug, name, mode, twinOfWorkspace: twin_of } = row;
  return { id, slug, name, mode: mode as WorkspaceRow['mode'], twin_of };
}

/** The workspaces somebody is a member of, the first they joined first. */
export const findMemberships = (user_id: string, client: Client = prisma()) =>
  client.membership.findMany({
    where: { userId: user_id },
    include: { workspace: true },
    orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
  });
