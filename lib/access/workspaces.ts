import { startedBy } from '@/lib/access/authority';
import { insertWorkspace } from '@/lib/access/repository';
import { insertMembership } from '@/lib/access/repository-members';
import { findWorkspaces, renameWorkspace } from '@/lib/access/repository-workspaces';
import { freeSlug } from '@/lib/access/setup';
import type { WorkspaceSummary } from '@/lib/contract/workspaces';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { prismaTransaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';

type Mode = 'live' | 'sandbox';
interface Workspace {
  id: string;
  slug: string;
  name: string;
  mode: Mode;
}

/** Renames the caller's workspace. Its slug stays: it is in addresses, in keys and in clients. */
export async function updateWorkspace(
  actor: Actor,
  { name }: { name: string },
): Promise<{ workspace: Workspace }> {
  const { id, slug, mode } = actor.workspace;
  await prismaTransaction(async (tx) => {
    const was = await renameWorkspace(id, name, tx);
    await emit(tx, actor, { event: 'workspace.renamed', id, data: { name, was } });
  });
  return { workspace: { id, slug, name, mode } };
}

/** Every workspace of the installation, in numbers, the one used last first. */
export async function listWorkspaces(
  _principal: Principal,
): Promise<{ workspaces: WorkspaceSummary[] }> {
  return {
    workspaces: (await findWorkspaces()).map((row) => ({
      ...row,
      created_at: iso(row.created_at),
      last_activity_at: iso(row.last_activity_at),
    })),
  };
}

/**
 * Makes a workspace, owned by whoever asks (with a key: by whoever made it). Told of there, and where
 * it was asked for.
 */
export async function createWorkspace(
  actor: Actor,
  { name, mode }: { name: string; mode: Mode },
): Promise<{ workspace: Workspace }> {
  const { user_id } = startedBy(actor);
  return prismaTransaction(async (tx) => {
    const workspace = { id: newId(), slug: await freeSlug(name, tx), name, mode };
    await insertWorkspace(workspace, tx);
    if (user_id !== null) await insertMembership(workspace.id, user_id, 'owner', tx);
    const event = { event: 'workspace.created', id: workspace.id, data: { mode } } as const;
    await emit(tx, actor, event);
    await emit(tx, { ...actor, workspace }, event);
    return { workspace };
  });
}
