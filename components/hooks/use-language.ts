'use client';
import { useLocale } from 'next-intl';
import { isLanguage, type Language } from '@/lib/client/languages';

/** The language the page is in. */
export function useLanguage(): Language {
  const locale = useLocale();
  return isLanguage(locale) ? locale : 'en';
}
