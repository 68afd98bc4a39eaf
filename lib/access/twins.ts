import { startedBy } from '@/lib/access/authority';
import {
  copyMembers,
  findPlatformAdmins,
  insertMembership,
  lockMembers,
} from '@/lib/access/repository-members';
import { findTwinRow, insertTwin } from '@/lib/access/repository-workspaces';
import { freeSlug } from '@/lib/access/setup';
import type { Actor } from '@/lib/contract/principal';
import type { SandboxTwin } from '@/lib/contract/set-up';
import { emit } from '@/lib/events/service';
import { prismaTransaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';

/** The sandbox twin of a workspace; null: there is none. */
export const findTwin = (workspace_id: string): Promise<SandboxTwin | null> =>
  findTwinRow(workspace_id);

/** The names of those who may change what all workspaces share, in order. */
export const platformAdmins = (): Promise<string[]> => findPlatformAdmins();

/**
 * The sandbox twin of the caller’s workspace. Without one it is made: with the workspace’s members as
 * they are now, and whoever asks as an owner. Of several callers at once one makes it. Told of in
 * both workspaces.
 */
export async function ensureTwin(actor: Actor): Promise<SandboxTwin> {
  const { id } = actor.workspace;
  const { user_id } = startedBy(actor);
  return prismaTransaction(async (tx) => {
    await lockMembers(id, tx);
    const there = await findTwinRow(id, tx.prisma);
    if (there) return there;
    const { name: of } = await tx.prisma.workspace.findUniqueOrThrow({ where: { id } });
    const name = `${of} sandbox`;
    const twin = { id: newId(), slug: await freeSlug(name, tx), name, mode: 'sandbox' as const };
    await insertTwin(twin, id, tx);
    if (user_id !== null) await insertMembership(twin.id, user_id, 'owner', tx);
    await copyMembers(id, twin.id, tx);
    await emit(tx, actor, { event: 'workspace.twin_made', id, data: { slug: twin.slug } });
    await emit(
      tx,
      { ...actor, workspace: twin },
      { event: 'workspace.created', id: twin.id, data: { mode: twin.mode } },
    );
    return twin;
  });
}
