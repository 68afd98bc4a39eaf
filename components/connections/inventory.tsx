'use client';
import dynamic from 'next/dynamic';
import type { KeyboardEvent, ReactNode } from 'react';
import type { RowDialog } from '@/components/connections/connection-menu';
import { InventoryRow, ROW_GRID } from '@/components/connections/inventory-row';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { INVENTORY_PAGE } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

const VirtualRows = dynamic(() =>
  import('@/components/connections/virtual-rows').then((m) => m.VirtualRows),
);
/** With more than this many to come, only those in view are drawn from the second page on. */
const DRAW_ALL_UP_TO = 200;

interface InventoryProps {
  rows: readonly Connection[];
  total: number;
  types: ReadonlyMap<string, CatalogEntry>;
  hasMore: boolean;
  loadMore: () => void;
  loadingMore: boolean;
  dimmed: boolean;
  onDialog: (dialog: RowDialog, connection: Connection) => void;
  empty: ReactNode;
}

/** The rows under their column names. Arrow keys walk them. */
export function Inventory({
  rows,
  total,
  types,
  hasMore,
  loadMore,
  loadingMore,
  dimmed,
  onDialog,
  empty,
}: InventoryProps) {
  const row = (c: Connection) => (
    <InventoryRow connection={c} entry={types.get(c.connector_type)} onDialog={onDialog} />
  );
  const virtual = total > DRAW_ALL_UP_TO && rows.length > INVENTORY_PAGE;
  if (rows.length === 0)
    return <div className="border-line bg-surface rounded-card border">{empty}</div>;
  return (
    <div
      className={cn(
        'border-line bg-surface rounded-card overflow-hidden border transition-opacity',
        dimmed && 'opacity-60',
      )}
      onKeyDown={walkRows}
    >
      <ColumnNames />
      {virtual ? (
        <VirtualRows
          rows={rows}
          total={total}
          row={row}
          onEnd={() => {
            if (hasMore && !loadingMore) loadMore();
          }}
        />
      ) : (
        <ul aria-label="Connections" className="divide-line divide-y">
          {rows.map((c) => (
            <li key={c.id}>{row(c)}</li>
          ))}
        </ul>
      )}
      {hasMore && !virtual ? (
        <div className="border-line flex justify-center border-t p-2">
          <Button variant="ghost" busy={loadingMore} onClick={loadMore}>
            Show more of {total}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const ColumnNames = () => (
  <div
    aria-hidden
    className={`${ROW_GRID} border-line text-muted text-2xs hidden h-9 border-b font-medium md:grid`}
  >
    <span className="col-span-2">Connection</span>
    <span>Status</span>
    <span>Last synced</span>
    <span className="text-right">Records</span>
    <span className="pl-4">Owner</span>
    <span />
  </div>
);

/** Up and down move between rows; everything else keeps its meaning. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')];
  const at = links.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  links[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}
