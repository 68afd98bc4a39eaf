'use client';
import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import type { PageState } from '@/components/knowledge/words';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { call, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';
import type { MessageKey, Words } from '@/lib/client/words';

type Sync = Output<'getKnowledgeSync'>;
const REVIEWS: Partial<Record<string, PageState>> = {
  review_gone: 'gone',
  review_conflicts: 'conflict',
  review_failed: 'failed',
};

const ACTIONS = {
  set_up: 'knowledge.finishSetUp',
  make_database_again: 'knowledge.makeItAgain',
  confirm_archiving: 'knowledge.putThemAway',
  review_gone: 'knowledge.reviewThem',
  review_conflicts: 'knowledge.reviewThem',
  review_failed: 'knowledge.reviewThem',
} as const satisfies Record<NonNullable<Sync['attention']>['action'], MessageKey>;

/** What is asked, by the numbers REST says in English. */
function causeOf({ attention, settings, archiving_held: held, pages }: Sync, t: Words): string {
  switch (attention?.action) {
    case 'make_database_again':
      return t('knowledge.databaseWasDeleted', { parent: settings?.parent.title ?? '' });
    case 'confirm_archiving':
      return t('knowledge.pagesWouldBePutAway', {
        would_archive: held?.would_archive ?? 0,
        of: held?.of ?? 0,
      });
    case 'review_gone':
      return t('knowledge.pagesWereDeleted', { pages: pages.gone });
    case 'review_conflicts':
      return t('knowledge.pagesWereEdited', { pages: pages.conflict });
    default:
      return t('knowledge.pagesWereRefused', { pages: pages.failed });
  }
}

const makeAgain = (t: Words) => ({
  title: t('knowledge.makeDatabaseAgain'),
  text: t('knowledge.aNewDatabaseMadeUnder'),
});
const putAway = (pages: number, t: Words) => ({
  title: t('knowledge.putPageIntoTrash', { pages }),
  text: t('knowledge.theyWaitNotionsTrashFrom'),
});

/** The one thing somebody has to do, with the one way to do it. */
export function Attention({
  sync,
  onReview,
}: {
  sync: Sync;
  onReview: (state: PageState) => void;
}) {
  const t = useTranslations();
  const may = useCan('connections:write');
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [asking, ask] = useState(false);
  const { attention, connection_id: id } = sync;
  // The set-up itself follows on the page.
  if (!attention || attention.action === 'set_up') return null;
  const review = REVIEWS[attention.action];
  const action = t(ACTIONS[attention.action]);
  const held = attention.action === 'confirm_archiving' ? sync.archiving_held : null;
  const words = held ? putAway(held.would_archive, t) : makeAgain(t);
  const confirm = async () => {
    await (held
      ? call('confirmArchiving', { id, up_to: held.would_archive }, { workspace })
      : call('makeDatabaseAgain', { id }, { workspace }));
    await client.invalidateQueries({ queryKey: keys.connection(workspace, id) });
  };
  return (
    <section
      aria-label={t('knowledge.whatAskedYou')}
      className="bg-warn-soft rounded-card flex flex-wrap items-center gap-3 px-4 py-3"
    >
      <TriangleAlert aria-hidden className="text-warn-ink size-4 shrink-0" />
      <p className="text-warn-ink min-w-0 flex-1 basis-56 text-xs font-medium text-pretty">
        {causeOf(sync, t)}
      </p>
      <Button disabled={!may && !review} onClick={() => (review ? onReview(review) : ask(true))}>
        {action}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={words.title}
          action={action}
          confirm={confirm}
          onClose={() => ask(false)}
        >
          <p>{words.text}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
