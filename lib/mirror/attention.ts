import type { KnowledgeSync } from '@/lib/contract/knowledge-sync';
import type { Mirror } from '@/lib/mirror/repository';
import type { PageState, ToArchive } from '@/lib/mirror/repository-pages';

/** Pure: the one thing a person has to do now; null: nothing. */
export function attentionOf(
  mirror: Pick<Mirror, 'database_gone' | 'parent_title'> | null,
  counts: ReadonlyMap<PageState, number>,
  held: ToArchive | null,
): KnowledgeSync['attention'] {
  if (!mirror)
    return {
      cause: 'Notion is connected. Nothing is written until you have chosen what and where.',
      action: 'set_up',
      action_label: 'Finish the set-up',
    };
  if (mirror.database_gone)
    return {
      cause:
        `The database under “${mirror.parent_title}” was deleted in Notion, or is not shared any ` +
        'more. Nothing is written until you say so.',
      action: 'make_database_again',
      action_label: 'Make it again',
    };
  if (held)
    return {
      cause:
        `${held.would_archive.toLocaleString('en')} of ${held.of.toLocaleString('en')} pages would be ` +
        'put into the trash, because their documents are gone or not chosen any more. They stay until you say so.',
      action: 'confirm_archiving',
      action_label: 'Put them away',
    };
  const [gone, conflict, failed] = (['gone', 'conflict', 'failed'] as const).map(
    (state) => counts.get(state) ?? 0,
  );
  if (gone)
    return {
      cause: `${pages(gone)} deleted in Notion. Nothing is brought back by itself.`,
      action: 'review_gone',
      action_label: 'Review them',
    };
  if (conflict)
    return {
      cause: `${pages(conflict)} edited in Notion and left as they are there.`,
      action: 'review_conflicts',
      action_label: 'Review them',
    };
  if (failed)
    return {
      cause: `${pages(failed)} refused by Notion.`,
      action: 'review_failed',
      action_label: 'Review them',
    };
  return null;
}

const pages = (n: number): string =>
  n === 1 ? '1 page was' : `${n.toLocaleString('en')} pages were`;
