'use client';
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { say, sayFailure } from '@/components/ui/toast';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';
import type { Connection } from '@/lib/contract/connections';

/**
 * What a person can do to a connection. Each changes the screen at once where the outcome is sure,
 * puts it back when the server refuses, and ends by reading what is true. Errors are thrown for
 * dialogs; `attempt` shows them. Longer than a screen: it is the list of what can be done.
 */
export function useConnectionActions() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  return useMemo(() => {
    const options = { workspace };
    const refresh = (id: string) =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.connections(workspace) }),
        client.invalidateQueries({ queryKey: keys.connection(workspace, id) }),
      ]);
    /**
     * Shows `guess` at once, does the work, reads the truth; on failure puts back what was there.
     */
    const act = async <T>(
      id: string,
      guess: Partial<Connection> | null,
      work: () => Promise<T>,
    ): Promise<T> => {
      const undo = guess ? patch(client, workspace, id, guess) : null;
      try {
        return await work();
      } catch (error) {
        undo?.();
        throw error;
      } finally {
        void refresh(id);
      }
    };
    return {
      sync: (c: { id: string }, input: Omit<Input<'startSync'>, 'id'> = {}) =>
        act(c.id, { is_syncing: true, health: 'syncing' }, () =>
          call('startSync', { id: c.id, ...input }, options),
        ),
      confirmDeletions: (c: { id: string }, held: { stream: string; would_delete: number }) =>
        act(c.id, null, () =>
          call(
            'confirmDeletions',
            { id: c.id, stream: held.stream, up_to: held.would_delete },
            options,
          ),
        ),
      retryQuarantine: (c: { id: string }, ids?: string[]) =>
        act(c.id, null, () =>
          call('retryQuarantine', { id: c.id, ...(ids ? { ids } : {}) }, options),
        ),
      cancel: (id: string, run_id: string) =>
        act(id, null, () => call('cancelRun', { id, run_id }, options)),
      pause: (c: Connection) =>
        act(
          c.id,
          {
            status: 'paused',
            health_detail: {
              ...c.health_detail,
              action: 'resume',
              action_label: t('frame.resume'),
              who: 'you',
              cause: t('frame.syncingPaused'),
              causes: [{ code: 'paused', values: {} }],
            },
          },
          () => call('pauseConnection', { id: c.id }, options),
        ),
      resume: (c: Connection) =>
        act(c.id, { status: 'connected' }, () => call('resumeConnection', { id: c.id }, options)),
      rename: (c: { id: string }, name: string) =>
        act(c.id, { name }, () => call('updateConnection', { id: c.id, name }, options)),
      setTags: (c: { id: string }, tags: string[]) =>
        act(c.id, { tags }, () => call('updateConnection', { id: c.id, tags }, options)),
      setOwner: (c: { id: string }, owner: { user_id: string; name: string } | null) =>
        act(c.id, { owner_user_id: owner?.user_id ?? null, owner_name: owner?.name ?? null }, () =>
          call('updateConnection', { id: c.id, owner_user_id: owner?.user_id ?? null }, options),
        ),
      disconnect: (c: { id: string }) =>
        act(c.id, null, () => call('deleteConnection', { id: c.id }, options)),
      erase: async (c: Connection, name: string) => {
        if (c.status !== 'disconnected') await call('deleteConnection', { id: c.id }, options);
        const erased = await call('eraseConnection', { id: c.id, name }, options);
        client.removeQueries({ queryKey: keys.connection(workspace, c.id) });
        void client.invalidateQueries({ queryKey: keys.connections(workspace) });
        return erased;
      },
      reconnect: (input: Input<'reconnectConnection'>) =>
        act(input.id, null, () => call('reconnectConnection', input, options)),
      submitCredentials: (input: Input<'submitCredentials'>) =>
        act(input.id, null, () => call('submitCredentials', input, options)),
      create: async (input: Input<'createConnection'>) => {
        try {
          return await call('createConnection', input, options);
        } finally {
          void client.invalidateQueries({ queryKey: keys.connections(workspace) });
        }
      },
    };
  }, [workspace, client, t]);
}

/** Does something nobody waits for in a dialog: success and failure are said in a toast. */
export async function attempt(work: Promise<unknown>, done?: string): Promise<void> {
  try {
    await work;
    if (done) say('success', done);
  } catch (error) {
    sayFailure(error);
  }
}

/** Changes one connection wherever it is shown. Answers the way back. */
function patch(
  client: QueryClient,
  workspace: string,
  id: string,
  change: Partial<Connection>,
): () => void {
  type Pages = InfiniteData<Output<'listConnections'>>;
  const before = [
    ...client.getQueriesData({ queryKey: keys.connections(workspace) }),
    ...client.getQueriesData({ queryKey: keys.connection(workspace, id), exact: true }),
    ...client.getQueriesData({ queryKey: keys.status(workspace, id) }),
  ];
  for (const queryKey of [keys.connections(workspace), keys.connection(workspace, id)])
    void client.cancelQueries({ queryKey });
  client.setQueriesData<Pages>(
    { queryKey: keys.connections(workspace) },
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({
          ...page,
          connections: page.connections.map((c) => (c.id === id ? { ...c, ...change } : c)),
        })),
      },
  );
  for (const queryKey of [keys.connection(workspace, id), keys.status(workspace, id)])
    client.setQueryData<object>(queryKey, (old) => old && { ...old, ...change });
  return () => {
    for (const [queryKey, data] of before) client.setQueryData(queryKey, data);
  };
}
