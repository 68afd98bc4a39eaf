'use client';
import { ChevronLeft, RefreshCw, Square } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { accountOf } from '@/components/connections/account-of';
import { canSync, ConnectionMenu } from '@/components/connections/connection-menu';
import { OwnerPicker } from '@/components/connections/owner-picker';
import { RenameTitle } from '@/components/connection/rename-title';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Logo } from '@/components/ui/logo';
import { connectionSign, Pill } from '@/components/ui/status-pill';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import { stateOf } from '@/lib/contract/state';
import type { Progress } from '@/lib/contract/runs';

export type DetailDialog = 'rename' | 'disconnect' | 'reconnect' | 'resync';

/** Who it is, how it is, and what can be done about it. */
export function ConnectionHeader({
  connection: c,
  progress,
  entry,
  onDialog,
}: {
  connection: Connection;
  progress: Progress | null;
  entry: CatalogEntry | undefined;
  onDialog: (dialog: DetailDialog) => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const app = entry?.name ?? c.connector_type;
  const account = accountOf(c, app, t);
  return (
    <div className="flex flex-col gap-3">
      <Link
        href={`/${workspace}/connections`}
        className="text-muted hover:text-ink -ml-1 inline-flex h-6 items-center gap-0.5 self-start text-xs"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {t('connection.connections')}
      </Link>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <Logo logo={entry?.logo} name={app} size="xl" />
        <div className="min-w-0 flex-1 basis-52">
          <RenameTitle connection={c} />
          <div className="text-muted mt-0.5 flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
            {stateOf(c) === 'healthy' ? null : <Pill sign={connectionSign(c)} />}
            <span className="min-w-0 truncate">
              {app}
              {account === app ? null : <> · {account}</>}
            </span>
            {c.scope === 'personal' ? <OwnerPicker connection={c} /> : null}
          </div>
        </div>
        <div className="flex items-center gap-1.5">
          {c.is_syncing || entry?.auth_method !== 'webhook' ? (
            <SyncOrCancel connection={c} run_id={progress?.run_id ?? null} />
          ) : null}
          <ConnectionMenu detail connection={c} onDialog={onDialog} />
        </div>
      </header>
    </div>
  );
}

/**
 * Begins a sync, or ends the one that runs. One button: whoever pressed it by key still stands on it
 * when it has become the other.
 */
function SyncOrCancel({
  connection: c,
  run_id,
}: {
  connection: Connection;
  run_id: string | null;
}) {
  const t = useTranslations();
  const { sync, cancel } = useConnectionActions();
  const why = useWhyNot('connections:write');
  const [asked, setAsked] = useState<string | null>(null);
  const cancelling = c.is_syncing && asked !== null && asked === run_id;
  // Between its beginning and its first sign of life there is nothing to cancel yet.
  const waiting = cancelling || (c.is_syncing && run_id === null);
  const press = () => {
    if (!c.is_syncing) return void attempt(sync(c));
    if (run_id === null) return;
    setAsked(run_id);
    void attempt(
      cancel(c.id, run_id).catch((error: unknown) => {
        setAsked(null);
        throw error;
      }),
    );
  };
  return (
    <Button
      busy={waiting}
      disabled={why !== undefined || !(c.is_syncing || canSync(c))}
      {...because(why)}
      icon={
        c.is_syncing ? (
          <Square aria-hidden className="size-3 fill-current" />
        ) : (
          <RefreshCw aria-hidden className="size-3.5" />
        )
      }
      className="min-w-28"
      onClick={press}
    >
      {labelOf(c.is_syncing, cancelling, t)}
    </Button>
  );
}

function labelOf(syncing: boolean, cancelling: boolean, t: Words): string {
  if (!syncing) return t('connection.syncNow');
  return cancelling ? t('connection.cancelling') : t('connection.cancelSync');
}
