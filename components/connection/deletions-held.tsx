'use client';
import { ArchiveRestore, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useStreamLabel } from '@/components/hooks/use-stream-label';
import { because, useWhyNot } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { whenNeeded } from '@/components/ui/when-needed';
import type { Words } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';
import type { DeletionsHeld as Held } from '@/lib/contract/health';

const ConfirmDialog = whenNeeded(() =>
  import('@/components/ui/confirm-dialog').then((m) => m.ConfirmDialog),
);

/**
 * Deletions that were held back, stream by stream: what would go, and the two ways on. Stays in
 * place while a sync runs. Longer than a screen for the words of its question.
 */
export function DeletionsHeld({ connection: c, app }: { connection: Connection; app: string }) {
  const t = useTranslations();
  const labelOf = useStreamLabel(c.connector_type);
  const { confirmDeletions, sync } = useConnectionActions();
  const [asking, ask] = useState<Held | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  if (c.deletions_held.length === 0 || c.status === 'disconnected') return null;
  const heldBack = c.deletions_held.map((held) => ({ ...held, label: labelOf(held) }));
  const check = (held: Held) => {
    setBusy(held.stream);
    void attempt(
      sync(c, { full_sync: true, streams: [held.stream] }),
      t('connection.readingAllAgain', { label: held.label }),
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
        {t('connection.deletionsHeldBack')}
      </h2>
      <ul className="divide-line divide-y">
        {heldBack.map((held) => (
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
          title={t('connection.deleteHereToo', {
            would_delete: asking.would_delete,
            label: asking.label,
          })}
          action={t('connection.delete', { would_delete: asking.would_delete })}
          confirm={() => confirmDeletions(c, asking)}
          onClose={() => ask(null)}
        >
          <p>{t('connection.isReadOnceMoreWhat', { app })}</p>
          <p>
            {t('connection.ifNoticeablyMoreThanMissing', { would_delete: asking.would_delete })}
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
  const t = useTranslations();
  const why = useWhyNot('connections:write');
  const off = { disabled: syncing || why !== undefined, ...because(why) };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-xs text-pretty">
          {t.rich('connection.noLongerListsInletKept', {
            app,
            would_delete: held.would_delete,
            of: held.of,
            label: held.label,
            b: (chunks) => <strong className="tabular font-semibold">{chunks}</strong>,
          })}
        </p>
        <p className="text-muted text-2xs mt-0.5 min-h-4">
          {words(held, syncing, t) ?? (
            <>
              {t.rich('connection.soManyAtOnceCan', { app, time: () => <Time iso={held.since} /> })}
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
            {t('connection.keepThemCheckAgain')}
          </Button>
          <Button {...off} icon={<Trash2 aria-hidden className="size-3.5" />} onClick={onDelete}>
            {t('connection.deleteThemHereToo')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** What is being done about it, if something is. */
function words(held: Held, syncing: boolean, t: Words): string | null {
  if (held.confirmed !== null)
    return syncing
      ? t('connection.confirmedTheyDeletedOnceAll', { label: held.label })
      : t('connection.confirmedTheyDeletedByNext', { label: held.label });
  return syncing ? t('connection.aSyncRunningMayChange') : null;
}
