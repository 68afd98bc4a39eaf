import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Room } from '@/app/i18n/catalog';
import { WordsOf } from '@/app/i18n/words';

/** A page of the console, with what was read for it and the rooms of words it speaks. */
export const Hydrated = ({
  client,
  rooms,
  children,
}: {
  client: QueryClient;
  rooms: readonly Room[];
  children: ReactNode;
}) => (
  <WordsOf rooms={rooms}>
    <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
  </WordsOf>
);
