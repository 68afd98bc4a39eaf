import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { MessageKey } from '@/lib/client/words';

/** `generateMetadata` of a page whose title is a message. */
export const titled =
  (title: MessageKey, more: Metadata = {}) =>
  async (): Promise<Metadata> => ({ ...more, title: (await getTranslations())(title) });
