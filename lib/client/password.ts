import type { MessageKey } from '@/lib/client/words';

export const MIN_PASSWORD = 12;

/**
 * A rough hint while typing, 0 to 4, said by a message that takes the number of characters `least`
 * and `missing`. The server has the last word.
 */
export function passwordStrength(password: string): {
  level: 0 | 1 | 2 | 3 | 4;
  hint: MessageKey;
  missing: number;
} {
  const length = [...password].length;
  const missing = Math.max(0, MIN_PASSWORD - length);
  if (length === 0) return { level: 0, hint: 'words.passwordLeast', missing };
  if (missing > 0) return { level: 1, hint: 'words.passwordMissing', missing };
  const different = new Set(password.toLowerCase()).size;
  const sequence = /(.)\1{3}|0123|1234|abcd|qwer|asdf|password/i.test(password);
  if (different < 6 || sequence) return { level: 2, hint: 'words.passwordEasy', missing };
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) =>
    kind.test(password),
  ).length;
  return length >= 18 || (length >= 14 && kinds >= 3)
    ? { level: 4, hint: 'words.passwordStrong', missing }
    : { level: 3, hint: 'words.passwordGood', missing };
}
