import { headers } from 'next/headers';
import { cache } from 'react';
import { languageOfSession } from '@/lib/access/service';
import { isLanguage, LANGUAGE_OFFERED, languageFor, type Language } from '@/lib/client/languages';
import english from '@/messages/en';

/**
 * Every message by room; English is what the others are held against. `inEnglish`: what the server
 * says by itself is to be done, to tell it from what it sharpened.
 */
export type Catalog = typeof english & { inEnglish: typeof english.fixes };
export type Room = keyof Catalog;

const CATALOGS: Record<Language, () => Promise<typeof english>> = {
  en: async () => english,
  de: async () => (await import('@/messages/de')).default,
};

/** The language of whoever asks: the one they chose, what their browser wants otherwise. */
export const languageHere = cache(async (): Promise<Language> => {
  if (!LANGUAGE_OFFERED) return 'en';
  const chosen = await languageOfSession();
  return isLanguage(chosen) ? chosen : languageFor((await headers()).get('accept-language'));
});

/** The whole catalog in a language, for the server; compiled when it was built. */
export const catalogIn = async (language: Language): Promise<Catalog> => ({
  ...(await CATALOGS[language]()),
  inEnglish: english.fixes,
});
