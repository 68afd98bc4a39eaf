'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { memo, useState } from 'react';
import { accountOf } from '@/components/connections/account-of';
import { COLUMNS as ALL, type ColumnName } from '@/components/connections/columns';
import { ConnectionMenu, type RowDialog } from '@/components/connections/connection-menu';
import { NextAction } from '@/components/connections/next-action';
import { RowCaption, RowCause } from '@/components/connections/row-words';
import { RowTags } from '@/components/connections/tag-chips';
import { RowTile } from '@/components/connections/row-tile';
import { FreshnessLine } from '@/components/freshness/freshness-line';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { formatCompact, formatNumber } from '@/lib/client/format';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import type { Freshness } from '@/lib/contract/freshness';
import { turnOf } from '@/lib/contract/state';

const COLUMNS = 'md:grid-cols-[var(--row)]';
/** Where a person has to do something, the button takes the place of the figures. */
const COLUMNS_NEEDED = 'md:grid-cols-[var(--row-needed)]';
const GRID = 'grid grid-cols-[minmax(0,1fr)_32px] items-center gap-x-5 gap-y-1.5 max-md:py-3';
/** The columns of a row, for the names above them. */
export const ROW_GRID = cn(GRID, COLUMNS);

const NOTHING: Freshness = { promise_ms: null, next_at: null, changed: 0, marks: [] };

/**
 * One connection. The name is the link and covers the row; what can be pressed lies above it. Longer
 * than a screen: five columns.
 */
export const InventoryRow = memo(function InventoryRow({
  connection: c,
  entry,
  freshness = NOTHING,
  hidden,
  span_ms,
  selected,
  selecting,
  current,
  onSelect,
  onDialog,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
  freshness?: Freshness;
  /** Columns that are left out. */
  hidden: readonly ColumnName[];
  span_ms: number;
  selected: boolean;
  /** Whether anything is selected: then every row can be. */
  selecting: boolean;
  /** The one row of the list that Tab leads to. */
  current: boolean;
  onSelect: (id: string) => void;
  onDialog: (dialog: RowDialog, connection: Connection) => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const needed = turnOf(c) === 'you';
  // Its page is fetched ahead for whoever is about to open it: a hundred rows would be a hundred pages.
  const [near, setNear] = useState(false);
  const approach = () => setNear(true);
  return (
    <div
      data-row={c.id}
      onPointerEnter={approach}
      onFocus={approach}
      className={cn(
        GRID,
        needed ? cn(COLUMNS_NEEDED, 'md:min-h-18') : cn(COLUMNS, 'md:min-h-15'),
        'group/row hover:bg-hover relative -mx-2 px-2 transition-colors duration-100',
        selected && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <div className="flex min-w-0 items-center gap-3">
        <RowTile
          connection={c}
          entry={entry}
          selected={selected}
          selecting={selecting}
          onSelect={onSelect}
        />
        <div className="min-w-0">
          <div className="flex items-center gap-2">
            <Link
              data-row-link
              tabIndex={current ? 0 : -1}
              href={`/${workspace}/connections/${c.id}`}
              prefetch={near ? null : false}
              className={cn(
                'stretched focus-visible:after:outline-focus block truncate text-sm font-medium',
                'focus-visible:outline-none focus-visible:after:rounded-sm',
                'focus-visible:after:outline-2 focus-visible:after:-outline-offset-2',
              )}
            >
              {c.name}
            </Link>
            <RowTags tags={c.tags} />
          </div>
          <p className="text-muted truncate text-xs">
            {accountOf(c, entry?.name, t)}
            {c.scope === 'personal' ? ` · ${c.owner_name ?? t('connections.noOwnerInRow')}` : ''}
          </p>
        </div>
      </div>
      <div className="min-w-0 max-md:order-3 max-md:col-span-2">
        <FreshnessLine
          subject={{ freshness, current_to: c.current_to, since: c.created_at }}
          span_ms={span_ms}
          syncing={c.is_syncing}
        />
        {needed ? (
          <RowCause connection={c} />
        ) : (
          <RowCaption
            connection={c}
            next_at={freshness.next_at}
            live={freshness.promise_ms === null}
          />
        )}
      </div>
      {needed ? (
        <div className="empty:hidden max-md:order-4 max-md:col-span-2 max-md:pt-1 md:justify-self-end">
          <NextAction tabIndex={-1} connection={c} onDialog={(dialog) => onDialog(dialog, c)} />
        </div>
      ) : (
        <Figures changed={freshness.changed} total={c.records_total} hidden={hidden} />
      )}
      <div className="max-md:order-2">
        <ConnectionMenu
          tabIndex={-1}
          connection={c}
          onDialog={(dialog) => {
            if (dialog !== 'resync') onDialog(dialog, c);
          }}
        />
      </div>
    </div>
  );
});

/** What changed in a day, and how much there is. With neither, the place stays for the button. */
function Figures({
  changed,
  total,
  hidden,
}: {
  changed: number;
  total: number;
  hidden: readonly ColumnName[];
}) {
  const t = useTranslations();
  const figures = {
    changed: changed > 0 ? `+${formatNumber(changed, t)}` : <span className="text-muted">0</span>,
    records: (
      <span className="text-muted" title={total >= 10_000 ? formatNumber(total, t) : undefined}>
        {total >= 10_000 ? formatCompact(total, t) : formatNumber(total, t)}
      </span>
    ),
  };
  const shown = ALL.filter((column) => !hidden.includes(column));
  if (shown.length === 0) return <div className="max-md:hidden" />;
  return shown.map((column) => (
    <div key={column} className="tabular text-right text-xs max-md:hidden">
      {figures[column]}
    </div>
  ));
}
