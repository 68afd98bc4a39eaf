import { forgetKeys } from '@/lib/access/authenticate';
import { assertMayTouchOwners } from '@/lib/access/members';
import { findMembers, lockMembers, type MemberRow } from '@/lib/access/repository-members';
import {
  findPolicy,
  keepMemberLevel,
  keepRoleLevel,
  patchApps,
  type Policy,
} from '@/lib/access/repository-policy';
import { scopesOf } from '@/lib/access/scopes';
import { ROLES, type Role } from '@/lib/contract/access';
import type { App, MemberAccess, RoleAccess } from '@/lib/contract/access-policy';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import {
  APP_IDS,
  APPS,
  SURFACE_IDS,
  SURFACES,
  type Access,
  type AppId,
  type Level,
  type SurfaceId,
} from '@/lib/contract/surfaces';
import { emit } from '@/lib/events/service';
import { prismaTransaction } from '@/lib/platform/db';

/** The apps of the workspace. One nobody turned off is on. */
export async function listApps({ workspace }: Principal): Promise<{ apps: App[] }> {
  const { disabled_apps } = await findPolicy(workspace.id);
  return { apps: APP_IDS.map((id) => toApp(id, !disabled_apps.includes(id))) };
}

/**
 * Turns an app on or off, effective with everybody's next request. What is connected keeps syncing:
 * turned on again, it is as current as if it had never been off.
 */
export async function setApp(
  actor: Actor,
  { id, enabled }: { id: AppId; enabled: boolean },
): Promise<{ app: App }> {
  await prismaTransaction(async (tx) => {
    await lockMembers(actor.workspace.id, tx);
    const { disabled_apps } = await findPolicy(actor.workspace.id, tx.prisma);
    const others = disabled_apps.filter((one) => one !== id);
    await patchApps(actor.workspace.id, enabled ? others : [...others, id], tx);
    await emit(tx, actor, { event: 'app.set', id, data: { enabled } });
  });
  forgetKeys();
  return { app: toApp(id, enabled) };
}

const toApp = (id: AppId, enabled: boolean): App => ({ id, ...APPS[id], enabled });

/** What every role and every member may do on each surface, and where that is said. */
export async function getAccess({
  workspace,
}: Principal): Promise<{ roles: RoleAccess[]; members: MemberAccess[] }> {
  const [policy, members] = await Promise.all([
    findPolicy(workspace.id),
    findMembers(workspace.id),
  ]);
  return {
    roles: ROLES.map((role) => ofRole(policy, role)),
    members: members.map((member) => ofMember(policy, member)),
  };
}

/**
 * Says what a role may do on a surface, effective with everybody's next request. Only owners say
 * something of owners. Throws invalid_request for a level the surface does not know.
 */
export async function setRoleAccess(
  actor: Actor,
  input: { role: Role; surface: SurfaceId; level: Level | null },
): Promise<{ role: RoleAccess }> {
  const { role, surface, level } = input;
  assertLevel(surface, level);
  if (role === 'owner') assertMayTouchOwners(actor);
  const policy = await prismaTransaction(async (tx) => {
    await lockMembers(actor.workspace.id, tx);
    await keepRoleLevel(actor.workspace.id, input, tx);
    await emit(tx, actor, { event: 'access.role_set', id: role, data: { surface, level } });
    return findPolicy(actor.workspace.id, tx.prisma);
  });
  forgetKeys();
  return { role: ofRole(policy, role) };
}

/**
 * Says what one member may do on a surface, which beats what is said of their role. Only owners say
 * something of an owner. Throws not_found; invalid_request for a level the surface does not know.
 */
export async function setMemberAccess(
  actor: Actor,
  input: { user_id: string; surface: SurfaceId; level: Level | null },
): Promise<{ member: MemberAccess }> {
  const { user_id, surface, level } = input;
  assertLevel(surface, level);
  const { policy, member } = await prismaTransaction(async (tx) => {
    await lockMembers(actor.workspace.id, tx);
    const [found] = await findMembers(actor.workspace.id, { user_id }, tx.prisma);
    if (!found) throw missing('member');
    if (found.role === 'owner') assertMayTouchOwners(actor);
    await keepMemberLevel(actor.workspace.id, input, tx);
    await emit(tx, actor, { event: 'access.member_set', id: user_id, data: { surface, level } });
    return { policy: await findPolicy(actor.workspace.id, tx.prisma), member: found };
  });
  forgetKeys();
  return { member: ofMember(policy, member) };
}

function assertLevel(surface: SurfaceId, level: Level | null): void {
  const levels: readonly Level[] = SURFACES[surface].levels;
  if (level === null || levels.includes(level)) return;
  throw new DomainError('invalid_request', {
    detail: `${SURFACES[surface].name} can be ${levels.join(' or ')}.`,
    errors: [{ path: 'level', message: `Use ${levels.join(' or ')}.` }],
  });
}

type Says = RoleAccess['says'];

function ofRole(policy: Policy, role: Role): RoleAccess {
  const says = bySurface((surface) => saidOfRole(policy, role, surface));
  return { role, says, ...comesTo(policy, role, says) };
}

function ofMember(policy: Policy, { user_id, name, email, role }: MemberRow): MemberAccess {
  const says = bySurface((surface) => {
    const own = policy.members.find((one) => one.user_id === user_id && one.surface === surface);
    return own ? { level: own.level, from: 'member' } : saidOfRole(policy, role, surface);
  });
  return { user_id, name, email, role, says, ...comesTo(policy, role, says) };
}

function saidOfRole({ roles }: Policy, role: Role, surface: SurfaceId): Says[SurfaceId] {
  const own = roles.find((one) => one.role === role && one.surface === surface);
  return own
    ? { level: own.level, from: 'role' }
    : { level: SURFACES[surface].otherwise, from: 'default' };
}

const bySurface = (said: (surface: SurfaceId) => Says[SurfaceId]): Says =>
  Object.fromEntries(SURFACE_IDS.map((surface) => [surface, said(surface)])) as Says;

/** What that comes to while the app is on or off; platform roles are the installation's, not ours. */
function comesTo({ disabled_apps }: Policy, role: Role, says: Says) {
  const off = disabled_apps.includes('connections');
  const access = Object.fromEntries(
    SURFACE_IDS.map((surface) => [surface, off ? 'hidden' : says[surface].level]),
  ) as Access;
  return { access, scopes: scopesOf(role, null, access) };
}
