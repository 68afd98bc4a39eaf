'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { say } from '@/components/ui/toast';
import { call, type Input } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';

/**
 * Which streams of a connection are read, and how far back: as it is, and how to change it. `last`:
 * only one is on, and has to stay on.
 */
export function useStreamChoice(id: string) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const query = useQuery(queries.streams(workspace, id));
  const [busy, setBusy] = useState(false);
  const streams = query.data?.streams ?? [];
  return {
    query,
    busy,
    last: streams.filter((s) => s.enabled).length === 1,
    of: (name: string) => streams.find((s) => s.stream === name),
    change: async (input: Omit<Input<'updateStreams'>, 'id'>) => {
      setBusy(true);
      try {
        const { sync_run_id } = await call('updateStreams', { id, ...input }, { workspace });
        say(
          'success',
          t('frame.saved'),
          sync_run_id ? t('frame.syncReadsWhatWasAdded') : undefined,
        );
      } finally {
        setBusy(false);
        void client.invalidateQueries({ queryKey: keys.connection(workspace, id) });
      }
    },
  };
}
