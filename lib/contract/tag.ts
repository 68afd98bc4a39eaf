/** A tag of a connection, as the browser needs it too. */
export const LONGEST_TAG = 40;
export const MOST_TAGS = 20;
/** Free of control characters, line ends, the comma, and what is not seen or turns the writing. */
export const SEEN =
  /^[^\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff,]*$/;

/**
 * One word for one thing: in small letters, with single spaces. Put together last: some small letters
 * have a form of one piece that the capital has not.
 */
export const inOneSpelling = (tag: string): string =>
  tag.trim().replace(/\s+/g, ' ').toLowerCase().normalize('NFC');

/** What somebody typed as the tag it becomes; null: it is none. */
export function tagOf(typed: string): string | null {
  const tag = inOneSpelling(typed);
  return SEEN.test(typed.trim()) && tag !== '' && tag.length <= LONGEST_TAG ? tag : null;
}
