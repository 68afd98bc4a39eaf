import { getRequestConfig } from 'next-intl/server';
import { catalogIn, languageHere } from '@/app/i18n/catalog';

/** What server components, and the provider of words, say: the whole catalog in the language here. */
export default getRequestConfig(async () => {
  const locale = await languageHere();
  return { locale, messages: await catalogIn(locale), timeZone: 'UTC' };
});
