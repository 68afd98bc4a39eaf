import type { Client } from '@/lib/access/repository';
import type { Role } from '@/lib/contract/access';
import type { AppId, Level, SurfaceId } from '@/lib/contract/surfaces';
import { prisma, type PrismaTx } from '@/lib/platform/db';
import { part } from '@/lib/platform/sql';

/** As long as the app is off nobody may do anything, whatever is said. */
const OFF = part`'connections' = ANY (w.disabled_apps)`;

/** What is said of the member beats what is said of the role; where neither is, SURFACES does. */
const ON_CONNECTIONS = part`COALESCE(
  (
    SELECT a.level
    FROM member_access a
    WHERE a.workspace_id = m.workspace_id AND a.user_id = m.user_id AND a.surface = 'connections'
  ),
  (
    SELECT a.level
    FROM role_access a
    WHERE a.workspace_id = m.workspace_id AND a.role = m.role AND a.surface = 'connections'
  ),
  'write')`;
const ON_PERSONAL_RECORDS = part`COALESCE(
  (
    SELECT a.level
    FROM member_access a
    WHERE a.workspace_id = m.workspace_id AND a.user_id = m.user_id
      AND a.surface = 'personal_records'
  ),
  (
    SELECT a.level
    FROM role_access a
    WHERE a.workspace_id = m.workspace_id AND a.role = m.role AND a.surface = 'personal_records'
  ),
  'hidden')`;

/**
 * What a membership `m` of a workspace `w` may do on each surface, as JSON (Access). Asked with every
 * request: a policy is never remembered.
 */
export const ACCESS = part`json_build_object(
  'connections', CASE WHEN ${OFF} THEN 'hidden' ELSE ${ON_CONNECTIONS} END,
  'personal_records', CASE WHEN ${OFF} THEN 'hidden' ELSE ${ON_PERSONAL_RECORDS} END)`;

/** Condition on a membership `m` of a workspace `w`: it may know of what is connected. */
export const MAY_SEE_CONNECTIONS = part`NOT ${OFF} AND ${ON_CONNECTIONS} <> 'hidden'`;

/** What a workspace says, and of whom. */
export interface Policy {
  disabled_apps: AppId[];
  roles: { role: Role; surface: SurfaceId; level: Level }[];
  members: { user_id: string; surface: SurfaceId; level: Level }[];
}

export async function findPolicy(workspace_id: string, client: Client = prisma()): Promise<Policy> {
  const where = { workspaceId: workspace_id };
  const [{ disabledApps }, roles, members] = await Promise.all([
    client.workspace.findUniqueOrThrow({ where: { id: workspace_id } }),
    client.roleAccess.findMany({ where }),
    client.memberAccess.findMany({ where }),
  ]);
  return {
    disabled_apps: disabledApps as AppId[],
    roles: roles as unknown as Policy['roles'],
    members: members.map(({ userId, surface, level }) => ({
      user_id: userId,
      surface: surface as SurfaceId,
      level: level as Level,
    })),
  };
}

export const patchApps = (id: string, disabled: readonly AppId[], { prisma: client }: PrismaTx) =>
  client.workspace.update({ where: { id }, data: { disabledApps: [...disabled] } });

/** Keeps what is said of a role; null forgets it. */
export async function keepRoleLevel(
  workspaceId: string,
  { role, surface, level }: { role: Role; surface: SurfaceId; level: Level | null },
  { prisma: client }: PrismaTx,
): Promise<void> {
  await client.roleAccess.deleteMany({ where: { workspaceId, role, surface } });
  if (level !== null)
    await client.roleAccess.create({ data: { workspaceId, role, surface, level } });
}

/** Keeps what is said of a member; null forgets it. */
export async function keepMemberLevel(
  workspaceId: string,
  { user_id, surface, level }: { user_id: string; surface: SurfaceId; level: Level | null },
  { prisma: client }: PrismaTx,
): Promise<void> {
  await client.memberAccess.deleteMany({ where: { workspaceId, userId: user_id, surface } });
  if (level !== null)
    await client.memberAccess.create({ data: { workspaceId, userId: user_id, surface, level } });
}
