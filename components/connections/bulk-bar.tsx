'use client';
import { Pause, Play, RefreshCw, Tag, Unplug, X, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AddTagDialog } from '@/components/connections/add-tag-dialog';
import { useBulkDeeds, type DeedName } from '@/components/connections/bulk-deeds';
import { BulkSummary } from '@/components/connections/bulk-summary';
import type { Selection } from '@/components/connections/use-selection';
import { because, useWhyNot } from '@/components/hooks/use-workspace';
import { Button, IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { MessageKey } from '@/lib/client/words';

const BUTTONS: { name: DeedName; label: MessageKey; icon: LucideIcon }[] = [
  { name: 'sync', label: 'connections.syncNow', icon: RefreshCw },
  { name: 'pause', label: 'connections.pause', icon: Pause },
  { name: 'resume', label: 'connections.resume', icon: Play },
  { name: 'tag', label: 'connections.addTag', icon: Tag },
  { name: 'disconnect', label: 'connections.disconnect', icon: Unplug },
];

type Asking = 'disconnect' | 'tag' | null;

/** What can be done to all that is selected at once, and what came of it. */
export function BulkBar({ selection }: { selection: Selection }) {
  const t = useTranslations();
  const deeds = useBulkDeeds(selection);
  const [whyNot, whyKeep] = [useWhyNot('connections:write'), useWhyNot('connections:delete')];
  const [asking, ask] = useState<Asking>(null);
  if (deeds.outcome) return <BulkSummary outcome={deeds.outcome} onClose={deeds.forget} />;
  if (selection.size === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={t('connections.selectedConnections')}
      className={cn(
        'border-line bg-raised shadow-float rounded-card animate-in fixed inset-x-4 bottom-4 z-20',
        'mx-auto flex w-fit max-w-full flex-wrap items-center gap-1 border p-1.5 pl-3.5',
      )}
    >
      <p role="status" className="tabular mr-2 text-xs font-medium">
        {t('connections.selected', { size: selection.size })}
      </p>
      {BUTTONS.map(({ name, label, icon: Icon }) => {
        const scope = name === 'disconnect' ? 'connections:delete' : 'connections:write';
        const why = name === 'disconnect' ? whyKeep : whyNot;
        return (
          <Button
            key={name}
            size="sm"
            variant="ghost"
            icon={<Icon aria-hidden className="size-3.5" />}
            disabled={why !== undefined || deeds.busy || !deeds.fits(name)}
            {...because(why, scope)}
            onClick={() =>
              name === 'disconnect' || name === 'tag' ? ask(name) : void deeds.run(name)
            }
          >
            {t(label)}
          </Button>
        );
      })}
      <IconButton
        label={t('connections.clearSelection')}
        className="size-7"
        onClick={selection.clear}
      >
        <X aria-hidden className="size-4" />
      </IconButton>
      <Asked asking={asking} size={selection.size} run={deeds.run} onClose={() => ask(null)} />
    </div>
  );
}

/** What is asked before it is done. */
function Asked({
  asking,
  size,
  run,
  onClose,
}: {
  asking: Asking;
  size: number;
  run: ReturnType<typeof useBulkDeeds>['run'];
  onClose: () => void;
}) {
  const t = useTranslations();
  if (asking === null) return null;
  if (asking === 'tag')
    return <AddTagDialog size={size} onAdd={(tag) => void run('tag', tag)} onClose={onClose} />;
  return (
    <ConfirmDialog
      danger
      title={t('connections.disconnectConnection', { size })}
      action={t('connections.disconnect')}
      confirm={() => run('disconnect')}
      onClose={onClose}
    >
      <p>{t('connections.syncingStopsCredentialsErased')}</p>
    </ConfirmDialog>
  );
}
