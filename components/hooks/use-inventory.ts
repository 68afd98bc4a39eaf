'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { isInFlight } from '@/lib/client/in-flight';
import { createBackoff } from '@/lib/client/poll';
import { queries, type InventoryFilter } from '@/lib/client/queries';

const FILLING_MS = 120_000;

/**
 * The connections that match, with the counts of the whole workspace. Asks again only while a row
 * is in flight, or for two minutes when the workspace is just being filled.
 */
export function useInventory(
  filter: InventoryFilter,
  { filling = false }: { filling?: boolean } = {},
) {
  const [backoff] = useState(createBackoff);
  const [filled_at] = useState(() => (filling ? Date.now() + FILLING_MS : 0));
  const query = useInfiniteQuery({
    ...queries.inventory(useWorkspace(), filter),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const moving =
        state.data?.pages.flatMap((page) => page.connections.filter((c) => isInFlight(c))) ?? [];
      return backoff({
        in_flight: moving.length > 0 || Date.now() < filled_at,
        version: state.dataUpdateCount + state.errorUpdateCount,
        fingerprint: moving
          .map((c) => `${c.id}${c.status}${c.health}${c.records_total}${c.last_run?.id}`)
          .join(),
      });
    },
  });
  const rows = useMemo(
    () => query.data?.pages.flatMap((page) => page.connections) ?? [],
    [query.data],
  );
  const first = query.data?.pages[0];
  return { ...query, rows, states: first?.states, total: first?.total ?? 0 };
}
