/**
 * Texts as the server says them, in English, and what a language says for them. They are no messages:
 * looked up by what is said, since they are added without a key for every sentence.
 */
export type Texts = Readonly<Record<string, string>>;
export type Say = <T extends string | null>(text: T) => T;

/**
 * Looks a text up; one with `$1` in it fits whatever stands there, one with `#1` a number and what is
 * counted; the most exact one is taken. `inside`: says what stands there. What is not found stays as it is.
 */
export function speaker(texts: Texts, inside: Say = (text) => text): Say {
  const patterns = Object.entries(texts)
    .filter(([text]) => PLACE.test(text))
    .toSorted(([a], [b]) => written(b) - written(a))
    .map(([text, said]) => ({ fits: fitting(text), said }));
  const filled = (text: string): string => {
    for (const { fits, said } of patterns) {
      const found = fits.exec(text);
      if (found)
        return said.replace(PLACES, (place) => inside(found[Number(place.slice(1))] ?? ''));
    }
    return text;
  };
  return (text) => {
    if (text === null) return text;
    return (Object.hasOwn(texts, text) ? texts[text] : filled(text)) as typeof text;
  };
}

const PLACE = /[$#]\d/;
const PLACES = /[$#]\d/g;
const ANYTHING = '(.+)';
const COUNTED = String.raw`([\d.,]+(?: \p{L}+){0,2})`;
/** How much of a text is written out. */
const written = (text: string): number => text.replace(PLACES, '').length;

function fitting(text: string): RegExp {
  const literal = text.replace(/[.*+?^(){}|[\]\\]/g, String.raw`\$&`);
  const open = literal.replace(PLACES, (place) => (place.startsWith('$') ? ANYTHING : COUNTED));
  return new RegExp(`^${open}$`, 'u');
}
