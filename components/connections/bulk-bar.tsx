'use client';
import { Pause, Play, RefreshCw, Unplug, X, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
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
  { name: 'disconnect', label: 'connections.disconnect', icon: Unplug },
];

/** What can be done to all that is selected at once, and what came of it. */
export function BulkBar({ selection }: { selection: Selection }) {
  const t = useTranslations();
  const deeds = useBulkDeeds(selection);
  const [whyNot, whyKeep] = [useWhyNot('connections:write'), useWhyNot('connections:delete')];
  const [asking, ask] = useState(false);
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
            onClick={() => (name === 'disconnect' ? ask(true) : void deeds.run(name))}
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
      {asking ? (
        <ConfirmDialog
          danger
          title={t('connections.disconnectConnection', { size: selection.size })}
          action={t('connections.disconnect')}
          confirm={() => deeds.run('disconnect')}
          onClose={() => ask(false)}
        >
          <p>{t('connections.syncingStopsCredentialsErased')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
