'use client';
import { ArchiveRestore, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useWhyNot } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { formatNumber } from '@/lib/client/format';
import type { Connection } from '@/lib/contract/connections';
import type { DeletionsHeld as Held } from '@/lib/contract/health';

const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((m) => m.ConfirmDialog),
  { ssr: false },
);

/**
 * Deletions that were held back, stream by stream: what would go, and the two ways on. Stays in
 * place while a sync runs. Longer than a screen for the words of its question.
 */
export function DeletionsHeld({ connection: c, app }: { connection: Connection; app: string }) {
  const { confirmDeletions, sync } = useConnectionActions();
  const [asking, ask] = useState<Held | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  if (c.deletions_held.length === 0 || c.status === 'disconnected') return null;
  const check = (held: Held) => {
    setBusy(held.stream);
    void attempt(
      sync(c, { full_sync: true, streams: [held.stream] }),
      `Reading all ${held.label} again`,
    ).finally(() => setBusy(null));
  };
  return (
    <section
      aria-labelledby="held-back"
      className="border-line bg-surface rounded-card -mt-3 border"
    >
      <h2
        id="held-back"
        className="border-line bg-warn-soft text-warn-ink rounded-t-[inherit] border-b px-4 py-2 text-xs"
      >
        Deletions held back
      </h2>
      <ul className="divide-line divide-y">
        {c.deletions_held.map((held) => (
          <HeldRow
            key={held.stream}
            held={held}
            app={app}
            syncing={c.is_syncing}
            busy={busy === held.stream}
            onCheck={() => check(held)}
            onDelete={() => ask(held)}
          />
        ))}
      </ul>
      {asking ? (
        <ConfirmDialog
          danger
          title={`Delete ${formatNumber(asking.would_delete)} ${asking.label} here too?`}
          action={`Delete ${formatNumber(asking.would_delete)}`}
          confirm={() => confirmDeletions(c, asking)}
          onClose={() => ask(null)}
        >
          <p>
            {app} is read once more. What it still does not list is then marked as deleted in Inlet;
            programs that follow the records are told.
          </p>
          <p>
            If noticeably more than {formatNumber(asking.would_delete)} are missing by then, nothing
            is deleted and you are asked again.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

/** One stream, and the two ways on; off for whoever may only look. */
function HeldRow({
  held,
  app,
  syncing,
  busy,
  onCheck,
  onDelete,
}: {
  held: Held;
  app: string;
  syncing: boolean;
  busy: boolean;
  onCheck: () => void;
  onDelete: () => void;
}) {
  const why = useWhyNot('connections:write');
  const off = { disabled: syncing || why !== undefined, title: why };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-xs text-pretty">
          {app} no longer lists{' '}
          <strong className="tabular font-semibold">
            {formatNumber(held.would_delete)} of {formatNumber(held.of)} {held.label}
          </strong>
          . Inlet kept them.
        </p>
        <p className="text-muted text-2xs mt-0.5 min-h-4">
          {words(held, syncing) ?? (
            <>
              So many at once can be a mistake at {app}. Held back <Time iso={held.since} />.
            </>
          )}
        </p>
      </div>
      {held.confirmed === null ? (
        <div className="flex flex-wrap gap-2">
          <Button
            {...off}
            busy={busy}
            icon={<ArchiveRestore aria-hidden className="size-3.5" />}
            onClick={onCheck}
          >
            Keep them and check again
          </Button>
          <Button {...off} icon={<Trash2 aria-hidden className="size-3.5" />} onClick={onDelete}>
            Delete them here too
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** What is being done about it, if something is. */
function words(held: Held, syncing: boolean): string | null {
  if (held.confirmed !== null)
    return syncing
      ? `Confirmed. They are deleted once all ${held.label} have been read again.`
      : `Confirmed. They are deleted by the next sync that reads all ${held.label}.`;
  return syncing ? 'A sync is running. It may change this number.' : null;
}
