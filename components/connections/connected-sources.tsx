'use client';
import { ListFilter } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { memo, useState } from 'react';
import type { ColumnName } from '@/components/connections/columns';
import { exportCsv } from '@/components/connections/export-csv';
import {
  filterParsers,
  isFiltered,
  loadFilters,
  toInventoryFilter,
} from '@/components/connections/filters';
import { FirstConnectors } from '@/components/connections/first-connectors';
import { Inventory } from '@/components/connections/inventory';
import type { RowDialog } from '@/components/connections/connection-menu';
import { InventoryToolbar } from '@/components/connections/inventory-toolbar';
import { StateCounts } from '@/components/connections/state-counts';
import { Headline } from '@/components/connections/headline';
import { useSelection, type Selection } from '@/components/connections/use-selection';
import { ViewsMenu } from '@/components/connections/views-menu';
import { FreshnessKey } from '@/components/freshness/freshness-key';
import { attempt } from '@/components/hooks/use-connection-actions';
import type { Narrowed } from '@/components/hooks/use-asked-connector';
import { useInventory, type InventoryData } from '@/components/hooks/use-inventory';
import { useSession, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { whenNeeded } from '@/components/ui/when-needed';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import type { Sort } from '@/lib/contract/state';

const BulkBar = whenNeeded(() =>
  import('@/components/connections/bulk-bar').then((m) => m.BulkBar),
);

/** Until the ways to begin are there. */
function WaysLoading() {
  const t = useTranslations();
  return <SkeletonRows rows={3} label={t('connections.loadingWaysToBegin')} />;
}

const WaysToBegin = dynamic(
  () => import('@/components/connections/ways-to-begin').then((m) => m.WaysToBegin),
  { loading: WaysLoading },
);

interface Props {
  types: Map<string, CatalogEntry>;
  entries: readonly CatalogEntry[];
  /** A demo is being filled: there is more to come. */
  filling?: boolean;
  onPick: (entry: CatalogEntry) => void;
  /** Opens the catalog at some of it. */
  onBrowse: (narrowed: Narrowed) => void;
  onDialog: (kind: RowDialog, connection: Connection) => void;
}

/** The inventory with its filters, which are in the address. */
export const ConnectedSources = memo(Sources);

/** Longer than a screen: the parts of one page. */
function Sources({ entries, filling, onPick, onBrowse, ...rest }: Props) {
  const t = useTranslations();
  const [filters, setFilters] = useQueryStates(filterParsers, { history: 'replace' });
  const filter = toInventoryFilter(filters);
  const inventory = useInventory(filter, { filling });
  const selection = useSelection(inventory.rows);
  // From the first selection on: what came of it is said after it has been given up.
  const [selected, setSelected] = useState(false);
  if (!selected && selection.size > 0) setSelected(true);
  const workspace = useWorkspace();
  const has_any = Object.values(inventory.states ?? {}).some((n) => n > 0);
  const filtered = isFiltered(filters);
  return (
    <section aria-label={t('connections.connectedSources')} className="flex flex-col gap-3">
      {has_any ? (
        <>
          <Headline inventory={inventory} />
          <div className="mt-2 flex flex-col gap-2">
            <InventoryToolbar
              filters={filters}
              catalog={entries}
              tags={inventory.tags}
              onChange={(change) => void setFilters(change)}
            >
              <ViewsMenu
                hidden={filters.hide}
                onHide={(hide) => void setFilters({ hide })}
                onOpen={(query) => void setFilters(loadFilters(new URLSearchParams(query)))}
                onExport={() => void attempt(exportCsv(workspace, filter, rest.types, t))}
              />
            </InventoryToolbar>
            <StateCounts
              counts={inventory.states}
              selected={filters.state}
              onSelect={(state) => void setFilters({ state })}
            />
          </div>
        </>
      ) : null}
      <Rows
        {...rest}
        inventory={inventory}
        sort={filters.sort ?? 'worst'}
        hidden={filters.hide}
        selection={selection}
        empty={
          filtered ? (
            <NothingMatches onClear={() => void setFilters(null)} />
          ) : (
            <Beginning entries={entries} onPick={onPick} onBrowse={onBrowse} />
          )
        }
      />
      {inventory.rows.length > 0 ? <FreshnessKey /> : null}
      {selected ? <BulkBar selection={selection} /> : null}
      <p role="status" className="sr-only">
        {filtered && !inventory.isPlaceholderData
          ? t('connections.connectionsMatch', { total: inventory.total })
          : ''}
      </p>
    </section>
  );
}

/** A sandbox has everything at hand; where accounts are real there are three ways to begin. */
function Beginning({ entries, onPick, onBrowse }: Pick<Props, 'entries' | 'onPick' | 'onBrowse'>) {
  const { mode } = useSession().workspace;
  return mode === 'sandbox' ? (
    <FirstConnectors catalog={entries} onPick={onPick} />
  ) : (
    <WaysToBegin onBrowse={onBrowse} />
  );
}

function Rows({
  inventory,
  ...rest
}: Pick<Props, 'types' | 'onDialog'> & {
  inventory: InventoryData;
  sort: Sort;
  hidden: readonly ColumnName[];
  selection: Selection;
  empty: React.ReactNode;
}) {
  const t = useTranslations();
  if (inventory.isPending)
    return <SkeletonRows rows={6} label={t('connections.loadingConnections')} />;
  if (inventory.isError && inventory.rows.length === 0)
    return (
      <Card>
        <ErrorState error={inventory.error} retry={() => void inventory.refetch()} />
      </Card>
    );
  return <Inventory inventory={inventory} {...rest} />;
}

const NothingMatches = ({ onClear }: { onClear: () => void }) => {
  const t = useTranslations();
  return (
    <EmptyState
      icon={<ListFilter />}
      title={t('connections.noConnectionMatches')}
      actions={<Button onClick={onClear}>{t('connections.clearFilters')}</Button>}
    >
      {t('connections.nothingHasThisNameApp')}
    </EmptyState>
  );
};
