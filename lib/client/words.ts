import type { Messages, useTranslations } from 'next-intl';

/** Says a message of the catalog in the language of whoever reads; see messages/. */
export type Words = ReturnType<typeof useTranslations<never>>;

/** Where a message stands in the catalog: "room.message". */
export type MessageKey = {
  [Room in keyof Messages]: `${Room}.${Extract<keyof Messages[Room], string>}`;
}[keyof Messages];

/** The server speaks English: what it says is shown as it is where that is read. */
export const isEnglish = (t: Words): boolean => t('words.locale') === 'en';

/** A label inside a sentence: German keeps its capitals. */
export const inSentence = (label: string, t: Words): string =>
  isEnglish(t) ? label.toLowerCase() : label;
