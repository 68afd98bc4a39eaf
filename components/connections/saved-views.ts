'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { call } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';

/** A person's views of this workspace, and how to keep or drop one; a name that is there is replaced. */
export function useSavedViews() {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const { data } = useQuery(queries.views(workspace));
  const refresh = () => void client.invalidateQueries({ queryKey: keys.views(workspace) });
  return {
    views: data?.views ?? [],
    save: (name: string, query: string) =>
      call('saveView', { name, query }, { workspace }).finally(refresh),
    drop: (id: string) => call('deleteView', { id }, { workspace }).finally(refresh),
  };
}
