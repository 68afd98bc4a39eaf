'use client';
import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { call } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';

/** The tags that connections of the workspace have; none until they are known. */
export function useKnownTags(): string[] {
  const workspace = useWorkspace();
  const { data = [] } = useQuery({
    queryKey: keys.tags(workspace),
    queryFn: async ({ signal }) => {
      const input = { limit: 1, counts: true };
      const { tags = {} } = await call('listConnections', input, { workspace, signal });
      return Object.keys(tags);
    },
  });
  return data;
}
