import { findOrigins, patchOrigins, registersOrigin } from '@/lib/access/repository-origins';
import type { WorkspaceOrigins } from '@/lib/contract/origins';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { prismaTransaction } from '@/lib/platform/db';

/** The origins a workspace has registered. */
export const getOrigins = ({ workspace }: Principal): Promise<WorkspaceOrigins> =>
  findOrigins(workspace.id);

/** Registers origins; a list that is left out stays as it is. */
export async function setOrigins(
  actor: Actor,
  input: Partial<WorkspaceOrigins>,
): Promise<WorkspaceOrigins & { workspace: { id: string } }> {
  const { id } = actor.workspace;
  const origins = await prismaTransaction(async (tx) => {
    const now = await patchOrigins(id, input, tx);
    await emit(tx, actor, { event: 'workspace.origins_set', id, data: now });
    return now;
  });
  return { ...origins, workspace: { id } };
}

/** Whether pages of an origin may call the API: with a key of this workspace, or of any (null). */
export const isApiOrigin = (origin: string, workspace_id: string | null): Promise<boolean> =>
  registersOrigin(origin, workspace_id);
