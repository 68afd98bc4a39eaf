import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Room } from '@/app/i18n/catalog';

/** What every page shows: the frame, the small parts, and words used everywhere. */
const EVERYWHERE: readonly Room[] = ['frame', 'ui', 'words', 'freshness'];
/** What the server says in English by itself: sent only to who reads another language. */
const TRANSLATED: readonly Room[] = ['problems', 'fixes', 'inEnglish', 'causes', 'callbacks'];

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
  const sent = [...EVERYWHERE, ...rooms, ...((await getLocale()) === 'en' ? [] : TRANSLATED)];
  const messages = Object.fromEntries(sent.map((room) => [room, all[room]]));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
