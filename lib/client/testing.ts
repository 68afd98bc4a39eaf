import { createTranslator } from 'next-intl';
import type { Words } from '@/lib/client/words';
import german from '@/messages/de';
import english from '@/messages/en';

/** The words of a language, for tests. A message that is missing, or lacks a value, throws. */
export const wordsIn = (locale: 'en' | 'de'): Words =>
  createTranslator({
    locale,
    messages: { ...(locale === 'en' ? english : german), inEnglish: english.fixes },
    onError: (error) => {
      throw error;
    },
  }) as Words;
