import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Room } from '@/app/i18n/catalog';

/** What every page shows: the frame, the small parts, and words used everywhere. */
const EVERYWHERE: readonly Room[] = ['frame', 'ui', 'words', 'freshness'];

/**
 * Sends the words of some rooms to the browser, for the client components below. A page gets those
 * it needs, not the catalog.
 */
export async function WordsOf({
  rooms,
  children,
}: {
  rooms: readonly Room[];
  children: ReactNode;
}) {
  const all = await getMessages();
  const messages = Object.fromEntries([...EVERYWHERE, ...rooms].map((room) => [room, all[room]]));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
