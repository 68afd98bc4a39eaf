/** The languages the console speaks, each by its own name. The first is spoken when none fits. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(LANGUAGES, value);

/**
 * The language that fits an Accept-Language header best: by its weights, a region counts as its
 * language. English when none fits or none is named.
 */
export function languageFor(accepted: string | null): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
      return { language: tag.toLowerCase().split('-')[0], weight: q ? Number(q) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) if (isLanguage(language)) return language;
  return 'en';
}

/** The language itself, or English for whatever is none of ours. */
export const spoken = (value: unknown): Language => (isLanguage(value) ? value : 'en');

/** The language of the page that is open; for the browser. */
export const languageOfPage = (): Language => spoken(document.documentElement.lang);
