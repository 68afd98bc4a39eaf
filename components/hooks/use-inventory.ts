'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { isInFlight } from '@/lib/client/in-flight';
import { createBackoff } from '@/lib/client/poll';
import type { Freshness } from '@/lib/contract/freshness';
import { queries, type InventoryFilter } from '@/lib/client/queries';

type Lines = Record<string, Freshness>;
export type InventoryData = ReturnType<typeof useInventory>;

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
    // A row may move from one page to another between two answers: it is shown once.
    () => [
      ...new Map(
        query.data?.pages.flatMap((page) => page.connections.map((c) => [c.id, c] as const)),
      ).values(),
    ],
    [query.data],
  );
  const freshness = useMemo(
    () => Object.assign({}, ...(query.data?.pages ?? []).map((page) => page.freshness)) as Lines,
    [query.data],
  );
  const first = query.data?.pages[0];
  return {
    ...query,
    rows,
    freshness,
    states: first?.states,
    turns: first?.turns,
    total: first?.total ?? 0,
    connectors: first?.connectors,
    tags: first?.tags,
  };
}
