'use client';
import { useLocale } from 'next-intl';
import { spoken, type Language } from '@/lib/client/languages';

/** The language the page is in. */
export const useLanguage = (): Language => spoken(useLocale());
