'use client';
import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import type { PageState } from '@/components/knowledge/words';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { call, type Output } from '@/lib/client/call';
import { count } from '@/lib/client/format';
import { keys } from '@/lib/client/queries';

type Sync = Output<'getKnowledgeSync'>;
const REVIEWS: Partial<Record<string, PageState>> = {
  review_gone: 'gone',
  review_conflicts: 'conflict',
  review_failed: 'failed',
};

const MAKE_AGAIN = {
  title: 'Make the database again?',
  text: 'A new database is made under the same page, with a page for every document.',
};
const putAway = (pages: number) => ({
  title: `Put ${count(pages, 'page')} into the trash?`,
  text: 'They wait in Notion’s trash, from where they can be brought back.',
});

/** The one thing somebody has to do, with the one way to do it. */
export function Attention({
  sync,
  onReview,
}: {
  sync: Sync;
  onReview: (state: PageState) => void;
}) {
  const may = useCan('connections:write');
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [asking, ask] = useState(false);
  const { attention, connection_id: id } = sync;
  // The set-up itself follows on the page.
  if (!attention || attention.action === 'set_up') return null;
  const review = REVIEWS[attention.action];
  const held = attention.action === 'confirm_archiving' ? sync.archiving_held : null;
  const words = held ? putAway(held.would_archive) : MAKE_AGAIN;
  const confirm = async () => {
    await (held
      ? call('confirmArchiving', { id, up_to: held.would_archive }, { workspace })
      : call('makeDatabaseAgain', { id }, { workspace }));
    await client.invalidateQueries({ queryKey: keys.connection(workspace, id) });
  };
  return (
    <section
      aria-label="What is asked of you"
      className="bg-warn-soft rounded-card flex flex-wrap items-center gap-3 px-4 py-3"
    >
      <TriangleAlert aria-hidden className="text-warn-ink size-4 shrink-0" />
      <p className="text-warn-ink min-w-0 flex-1 basis-56 text-xs font-medium text-pretty">
        {attention.cause}
      </p>
      <Button disabled={!may && !review} onClick={() => (review ? onReview(review) : ask(true))}>
        {attention.action_label}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={words.title}
          action={attention.action_label}
          confirm={confirm}
          onClose={() => ask(false)}
        >
          <p>{words.text}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
