'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { call, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** Waits for a connector, or no longer; shown at once, and as it was when the server refuses. */
export function useWish(): (entry: CatalogEntry, wished: boolean) => void {
  const workspace = useWorkspace();
  const client = useQueryClient();
  return useCallback(
    (entry, wished) => {
      const key = keys.catalog(workspace);
      const show = (shown: boolean) =>
        client.setQueryData<Output<'getCatalog'>>(key, (old) =>
          old
            ? {
                connectors: old.connectors.map((c) =>
                  c.type === entry.type ? { ...c, wished: shown } : c,
                ),
              }
            : old,
        );
      show(wished);
      const { type } = entry;
      const work = wished
        ? call('wishForConnector', { type }, { workspace })
        : call('withdrawWish', { type }, { workspace });
      void attempt(
        work.catch((error: unknown) => {
          show(!wished);
          throw error;
        }),
      );
    },
    [client, workspace],
  );
}
