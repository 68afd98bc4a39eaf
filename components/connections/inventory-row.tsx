'use client';
import Link from 'next/link';
import { memo } from 'react';
import { accountOf } from '@/components/connections/account-of';
import { ConnectionMenu, type RowDialog } from '@/components/connections/connection-menu';
import { OwnerPicker } from '@/components/connections/owner-picker';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { Logo } from '@/components/ui/logo';
import { connectionSign, Pill, SignIcon, TONE_TEXT } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { formatCompact, formatNumber } from '@/lib/client/format';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

export const ROW_GRID = cn(
  'grid grid-cols-[32px_minmax(0,1fr)_auto] items-center gap-x-3 px-4',
  'md:grid-cols-[32px_minmax(0,1fr)_156px_116px_72px_156px_32px]',
);

/** One connection. The name is the link and covers the row; what can be pressed lies above it. */
export const InventoryRow = memo(function InventoryRow({
  connection: c,
  entry,
  onDialog,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
  onDialog: (dialog: RowDialog, connection: Connection) => void;
}) {
  const workspace = useWorkspace();
  return (
    <div
      className={`${ROW_GRID} hover:bg-hover relative h-19 transition-colors duration-100 md:h-13`}
    >
      <Logo logo={entry?.logo} name={entry?.name ?? c.connector_type} />
      <div className="min-w-0">
        <Link
          data-row-link
          href={`/${workspace}/connections/${c.id}`}
          className={cn(
            'stretched focus-visible:after:outline-focus block truncate text-xs font-medium',
            'focus-visible:outline-none focus-visible:after:rounded-sm',
            'focus-visible:after:outline-2 focus-visible:after:-outline-offset-2',
          )}
        >
          {c.name}
        </Link>
        <p className="text-muted text-2xs truncate">{accountOf(c, entry?.name)}</p>
        <NarrowStatus connection={c} />
      </div>
      <div className="max-md:hidden">
        <Pill sign={connectionSign(c)} />
      </div>
      <div className="text-muted text-2xs relative justify-self-start max-md:hidden">
        {c.last_synced_at ? <Time iso={c.last_synced_at} /> : <span>Not yet</span>}
      </div>
      <div
        className="text-muted tabular text-2xs text-right max-md:hidden"
        title={c.records_total >= 10_000 ? formatNumber(c.records_total) : undefined}
      >
        {c.records_total >= 10_000 ? formatCompact(c.records_total) : formatNumber(c.records_total)}
      </div>
      <div className="min-w-0 pl-4 max-md:hidden">
        {c.scope === 'personal' ? (
          <OwnerPicker connection={c} compact />
        ) : (
          <span className="text-muted text-2xs">Workspace</span>
        )}
      </div>
      <ConnectionMenu
        connection={c}
        onDialog={(dialog) => {
          if (dialog !== 'resync') onDialog(dialog, c);
        }}
      />
    </div>
  );
});

/** How it is, where there is no room for columns. */
function NarrowStatus({ connection: c }: { connection: Connection }) {
  const sign = connectionSign(c);
  return (
    <p
      className={cn(
        'text-2xs mt-0.5 flex items-center gap-1.5 font-medium whitespace-nowrap md:hidden',
        TONE_TEXT[sign.tone],
      )}
    >
      <SignIcon sign={sign} />
      {sign.word}
      {c.last_synced_at ? (
        <span className="text-muted min-w-0 truncate font-normal">
          · <Time iso={c.last_synced_at} className="relative" />
        </span>
      ) : null}
    </p>
  );
}
