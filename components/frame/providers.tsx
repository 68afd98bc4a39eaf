'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState, type ReactNode } from 'react';
import { Messages } from '@/components/frame/messages';
import { TimeHints } from '@/components/frame/time-hints';
import { DarkLogos } from '@/components/ui/logo';
import { RenderedAt, Zone } from '@/components/ui/time';
import { isTransient } from '@/lib/client/problem';

/** What every console page stands on: data, address state, hints, toasts. */
export function Providers({
  rendered_at,
  dark_logos,
  time_zone,
  children,
}: {
  rendered_at: number;
  dark_logos: readonly string[];
  /** Chosen by the person; undefined: that of the browser. */
  time_zone: string | undefined;
  children: ReactNode;
}) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 10_000,
            retry: (failures, error) => isTransient(error) && failures < 2,
            retryDelay: (n) => Math.min(4_000, 500 * 2 ** n),
          },
          mutations: { retry: false },
        },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      <Zone value={time_zone}>
        <NuqsAdapter>
          <RenderedAt value={rendered_at}>
            <DarkLogos value={dark_logos}>{children}</DarkLogos>
          </RenderedAt>
        </NuqsAdapter>
        <TimeHints />
      </Zone>
      <Messages />
    </QueryClientProvider>
  );
}
