import { findMemberships, findTimeZone, findWorkspace } from '@/lib/access/repository';
import { deleteSessions } from '@/lib/access/repository-sessions';
import { sessionUser } from '@/lib/access/authenticate';
import type { Role, Session } from '@/lib/contract/access';
import type { Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { prismaTransaction } from '@/lib/platform/db';

/**
 * Who asks, where, and where else they could. An API key is nobody in person and sees its own
 * workspace only.
 */
export async function getSession(principal: Principal): Promise<Session> {
  const workspace = await findWorkspace(principal.workspace.id);
  const { access } = principal;
  const may = { scopes: [...principal.scopes], access };
  if (principal.kind !== 'user')
    return { user: null, workspace: { ...workspace, role: null }, workspaces: [], ...may };
  const memberships = await findMemberships(principal.user_id);
  return {
    user: {
      id: principal.user_id,
      name: principal.name,
      email: principal.email,
      platform_role: principal.platform_role,
      time_zone: await findTimeZone(principal.user_id),
    },
    workspace: { ...workspace, role: principal.role },
    workspaces: memberships.map(({ workspace: w, role }) => ({
      id: w.id,
      slug: w.slug,
      name: w.name,
      mode: w.mode as 'live' | 'sandbox',
      role: role as Role,
    })),
    ...may,
  };
}

/** Ends every session of the signed-in user, this one too, with their next request. */
export async function signOutEverywhere(request: Request): Promise<void> {
  const { id } = (await sessionUser(request)).user;
  await prismaTransaction(async (tx) => {
    const data = { sessions_ended: await deleteSessions(id, null, tx) };
    for (const { workspaceId } of await findMemberships(id, tx.prisma))
      await emit(
        tx,
        { kind: 'user', user_id: id, workspace: { id: workspaceId } },
        { event: 'account.signed_out_everywhere', id, data },
      );
  });
}
