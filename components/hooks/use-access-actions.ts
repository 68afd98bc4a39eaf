'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';
import type { OperationId } from '@/lib/contract';

type Change =
  | 'updateMember'
  | 'removeMember'
  | 'setApp'
  | 'setRoleAccess'
  | 'setMemberAccess'
  | 'createInvitation'
  | 'deleteInvitation'
  | 'createApiKey'
  | 'revokeApiKey'
  | 'endSession'
  | 'changePassword';
const TOUCHES: Record<Change, (ws: string) => readonly unknown[]> = {
  updateMember: keys.members,
  removeMember: keys.members,
  setApp: keys.apps,
  setRoleAccess: keys.access,
  setMemberAccess: keys.access,
  createInvitation: keys.invitations,
  deleteInvitation: keys.invitations,
  createApiKey: keys.apiKeys,
  revokeApiKey: keys.apiKeys,
  endSession: keys.sessions,
  changePassword: keys.sessions,
};

const DECIDES: ReadonlySet<Change> = new Set(['setApp', 'setRoleAccess', 'setMemberAccess']);

/**
 * Changes to members and what they may do, invitations, keys and one's own sessions; the list each
 * one touches is read again, also when it failed.
 */
export function useAccessActions(): <Id extends Change & OperationId>(
  id: Id,
  input: Input<Id>,
) => Promise<Output<Id>> {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const router = useRouter();
  return useMemo(
    () => async (id, input) => {
      try {
        return await call(id, input, { workspace });
      } finally {
        await client.invalidateQueries({ queryKey: TOUCHES[id](workspace) });
        // What the person may do themselves may be another now: the frame is read again.
        if (DECIDES.has(id)) router.refresh();
      }
    },
    [workspace, client, router],
  );
}
