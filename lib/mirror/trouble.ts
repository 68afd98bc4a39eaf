import type { PageState } from '@/lib/mirror/repository-pages';
import { archivingHeld } from '@/lib/mirror/archive';
import type { Mirror } from '@/lib/mirror/repository';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** How many pages of a mirror are in each state. */
export async function countStates({
  connection_id,
}: Pick<Mirror, 'connection_id'>): Promise<Map<PageState, number>> {
  const { rows } = await db.query<{ state: PageState; n: number }>(sql`
    SELECT state, count(*)::int AS n
    FROM mirrored_pages
    WHERE connection_id = ${connection_id}
    GROUP BY state`);
  return new Map(rows.map(({ state, n }) => [state, n]));
}

const few = (n: number, one: string, many: string): string =>
  n === 1 ? `1 ${one}` : `${n.toLocaleString('en')} ${many}`;

/** What stays to be done after a run, as sentences; null: nothing. */
export async function troubleOf(mirror: Mirror): Promise<string | null> {
  const counts = await countStates(mirror);
  const of = (...states: PageState[]) => states.reduce((sum, s) => sum + (counts.get(s) ?? 0), 0);
  const said = [
    [of('failed'), 'document was', 'documents were', 'refused by Notion.'],
    [of('creating', 'writing'), 'document is', 'documents are', 'unfinished and tried again.'],
    [of('gone'), 'page was', 'pages were', 'deleted in Notion: say what is to become of it.'],
    [of('conflict'), 'page was', 'pages were', 'edited in Notion and left as it is.'],
  ] as const;
  const sentences = said
    .filter(([n]) => n > 0)
    .map(([n, one, many, what]) => `${few(n, one, many)} ${what}`);
  const held = await archivingHeld(mirror);
  if (held)
    sentences.unshift(
      `${few(held.would_archive, 'page waits', 'pages wait')} for your word to be put into the trash.`,
    );
  return sentences.length === 0 ? null : sentences.join(' ');
}
