'use client';
import { ListFilter } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { filterParsers, isFiltered, toInventoryFilter } from '@/components/connections/filters';
import { FirstConnectors } from '@/components/connections/first-connectors';
import { Inventory } from '@/components/connections/inventory';
import type { RowDialog } from '@/components/connections/connection-menu';
import { InventoryToolbar } from '@/components/connections/inventory-toolbar';
import { StateCounts } from '@/components/connections/state-counts';
import { useInventory } from '@/components/hooks/use-inventory';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

interface Props {
  types: Map<string, CatalogEntry>;
  entries: readonly CatalogEntry[];
  /** A demo is being filled: there is more to come. */
  filling?: boolean;
  onPick: (entry: CatalogEntry) => void;
  onDialog: (kind: RowDialog, connection: Connection) => void;
}

/** The inventory with its filters, which are in the address. */
export function ConnectedSources({ entries, filling, onPick, ...rest }: Props) {
  const [filters, setFilters] = useQueryStates(filterParsers, { history: 'replace' });
  const inventory = useInventory(toInventoryFilter(filters), { filling });
  const has_any = Object.values(inventory.states ?? {}).some((n) => n > 0);
  const filtered = isFiltered(filters);
  return (
    <section aria-label="Connected sources" className="flex flex-col gap-3">
      {has_any ? (
        <>
          <StateCounts
            counts={inventory.states}
            selected={filters.state}
            onSelect={(state) => void setFilters({ state })}
          />
          <InventoryToolbar
            filters={filters}
            catalog={entries}
            onChange={(change) => void setFilters(change)}
          />
        </>
      ) : null}
      <Rows
        {...rest}
        inventory={inventory}
        empty={
          filtered ? (
            <NothingMatches onClear={() => void setFilters(null)} />
          ) : (
            <FirstConnectors catalog={entries} onPick={onPick} />
          )
        }
      />
      <p role="status" className="sr-only">
        {filtered && !inventory.isPlaceholderData ? `${inventory.total} connections match` : ''}
      </p>
    </section>
  );
}

function Rows({
  inventory,
  types,
  empty,
  onDialog,
}: Pick<Props, 'types' | 'onDialog'> & {
  inventory: ReturnType<typeof useInventory>;
  empty: React.ReactNode;
}) {
  if (inventory.isPending)
    return (
      <Card>
        <SkeletonRows rows={6} label="Loading connections" />
      </Card>
    );
  if (inventory.isError && inventory.rows.length === 0)
    return (
      <Card>
        <ErrorState error={inventory.error} retry={() => void inventory.refetch()} />
      </Card>
    );
  return (
    <Inventory
      rows={inventory.rows}
      total={inventory.total}
      types={types}
      empty={empty}
      dimmed={inventory.isPlaceholderData}
      hasMore={inventory.hasNextPage}
      loadMore={() => void inventory.fetchNextPage()}
      loadingMore={inventory.isFetchingNextPage}
      onDialog={onDialog}
    />
  );
}

const NothingMatches = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    icon={<ListFilter />}
    title="No connection matches"
    actions={<Button onClick={onClear}>Clear filters</Button>}
  >
    Nothing has this name, app and status together.
  </EmptyState>
);
