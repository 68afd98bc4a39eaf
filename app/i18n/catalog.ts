import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { pseudo } from '@/app/i18n/pseudo';
import { languageOfSession } from '@/lib/access/service';
import { isLanguage, languageFor, LANGUAGE_OFFERED, PSEUDO } from '@/lib/client/languages';
import english from '@/messages/en';

/** Every message by room; English is what the others are held against. */
export type Catalog = typeof english;
export type Room = keyof Catalog;

const CATALOGS: Record<string, () => Promise<Catalog>> = {
  en: async () => english,
  de: async () => (await import('@/messages/de')).default,
  [PSEUDO]: async () => inPseudo(english),
};

/**
 * The language of whoever asks: the one they chose, what their browser wants otherwise. For tests
 * the pseudo-language, where the installation allows it, by a cookie.
 */
export const languageHere = cache(async (): Promise<string> => {
  if (process.env.INLET_PSEUDO_LANGUAGE === '1') {
    const asked = (await cookies()).get('inlet_language')?.value;
    if (asked === PSEUDO || isLanguage(asked)) return asked;
  }
  if (!LANGUAGE_OFFERED) return 'en';
  const chosen = await languageOfSession();
  return isLanguage(chosen) ? chosen : languageFor((await headers()).get('accept-language'));
});

/** The whole catalog in a language, for the server; compiled when it was built. */
export const catalogIn = (language: string): Promise<Catalog> =>
  (CATALOGS[language] ?? CATALOGS.en!)();

/** Which language dates and numbers are written in stays English's: there is no such place. */
function inPseudo(catalog: Catalog): Catalog {
  const rooms = Object.entries(catalog).map(([room, messages]) => [
    room,
    Object.fromEntries(
      Object.entries(messages).map(([key, message]) => [
        key,
        key === 'locale' ? message : pseudo(message),
      ]),
    ),
  ]);
  return Object.fromEntries(rooms) as Catalog;
}
