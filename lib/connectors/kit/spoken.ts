import { listAt, text } from '@/lib/connectors/kit/path';
import type { Json } from '@/lib/contract/common';

/** The transcript in a record: its lines are the list at a path. */
export const spokenAt =
  (list: string, of: Parameters<typeof spoken>[1]) =>
  (record: Json): string | null =>
    spoken(listAt(record, list), of);

/**
 * A transcript as markdown: a paragraph per turn, what one speaker says in a row joined. `speaker`
 * and `words` are paths into a line; lines without words are left out. Null when nobody spoke.
 */
export function spoken(
  lines: readonly Json[],
  { speaker, words }: { speaker: string; words: string },
): string | null {
  const turns: { who: string; said: string[] }[] = [];
  for (const line of lines) {
    const said = text(line, words);
    if (said === null) continue;
    const who = text(line, speaker) ?? 'Unknown speaker';
    const last = turns.at(-1);
    if (last?.who === who) last.said.push(said);
    else turns.push({ who, said: [said] });
  }
  if (turns.length === 0) return null;
  return turns.map(({ who, said }) => `**${who}:** ${said.join(' ')}`).join('\n\n');
}
