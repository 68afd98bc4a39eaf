export const MIN_PASSWORD = 12;

/** A rough hint while typing, 0 to 4. The server has the last word. */
export function passwordStrength(password: string): { level: 0 | 1 | 2 | 3 | 4; hint: string } {
  const length = [...password].length;
  if (length === 0)
    return {
      level: 0,
      hint: `At least ${MIN_PASSWORD} characters. A few unrelated words work well.`,
    };
  if (length < MIN_PASSWORD)
    return {
      level: 1,
      hint: `${MIN_PASSWORD - length} more ${MIN_PASSWORD - length === 1 ? 'character' : 'characters'} to go.`,
    };
  const different = new Set(password.toLowerCase()).size;
  const sequence = /(.)\1{3}|0123|1234|abcd|qwer|asdf|password/i.test(password);
  if (different < 6 || sequence)
    return { level: 2, hint: 'Long enough, but easy to guess. Mix in other words.' };
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) =>
    kind.test(password),
  ).length;
  return length >= 18 || (length >= 14 && kinds >= 3)
    ? { level: 4, hint: 'Strong.' }
    : { level: 3, hint: 'Good.' };
}
