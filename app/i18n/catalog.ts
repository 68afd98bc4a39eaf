import { headers } from 'next/headers';
import { cache } from 'react';
import { languageOfSession } from '@/lib/access/service';
import { isLanguage, languageFor, type Language } from '@/lib/client/languages';
import { env } from '@/lib/platform/env';
import english from '@/messages/en';

/**
 * Every message by room; English is what the others are held against. `inEnglish`: what the server
 * says by itself is to be done, to tell it from what it sharpened.
 */
export type Catalog = typeof english & { inEnglish: typeof english.fixes };
export type Room = keyof Catalog;

/** The pseudo-language, which tests ask for; see pseudo.ts. */
const PSEUDO = 'en-XA';

const CATALOGS: Record<Language | typeof PSEUDO, () => Promise<typeof english>> = {
  en: async () => english,
  de: async () => (await import('@/messages/de')).default,
  [PSEUDO]: async () => (await import('@/app/i18n/pseudo')).pseudo(english),
};

/** The language of whoever asks: the one they chose, what their browser wants otherwise. */
export const languageHere = cache(async (): Promise<Language | typeof PSEUDO> => {
  const wanted = (await headers()).get('accept-language');
  if (env().PSEUDO_LOCALE && wanted?.startsWith(PSEUDO)) return PSEUDO;
  const chosen = await languageOfSession();
  return isLanguage(chosen) ? chosen : languageFor(wanted);
});

/** The whole catalog in a language, for the server; compiled when it was built. */
export const catalogIn = async (language: Language | typeof PSEUDO): Promise<Catalog> => ({
  ...(await CATALOGS[language]()),
  inEnglish: english.fixes,
});
