import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Room } from '@/app/i18n/catalog';
import { MoreWords } from '@/app/i18n/more-words';

/** What every page shows: the frame, the small parts, and words used everywhere. */
export const EVERYWHERE: readonly Room[] = ['frame', 'ui', 'words', 'freshness'];
/** What the server says in English by itself: sent only to who reads another language. */
export const TRANSLATED: readonly Room[] = [
  'problems',
  'fixes',
  'inEnglish',
  'causes',
  'callbacks',
];

const roomsOf = async (rooms: readonly Room[]): Promise<Record<string, unknown>> => {
  const all = await getMessages();
  return Object.fromEntries(rooms.map((room) => [room, all[room]]));
};

/** Sends the words every page needs to the browser, for the client components below. */
export async function WordsOfAll({ children }: { children: ReactNode }) {
  const rooms = (await getLocale()) === 'en' ? EVERYWHERE : [...EVERYWHERE, ...TRANSLATED];
  return (
    <NextIntlClientProvider messages={await roomsOf(rooms)}>{children}</NextIntlClientProvider>
  );
}

/** Sends the words of some rooms besides: a page gets those it needs, not the catalog. */
export async function WordsOf({
  rooms,
  children,
}: {
  rooms: readonly Room[];
  children: ReactNode;
}) {
  return <MoreWords messages={await roomsOf(rooms)}>{children}</MoreWords>;
}
