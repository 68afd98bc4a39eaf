'use client';
import { useQuery } from '@tanstack/react-query';
import { ListFilter, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useQueryState, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { Catalog } from '@/components/connections/catalog';
import { filterParsers, isFiltered, toInventoryFilter } from '@/components/connections/filters';
import { FirstConnectors } from '@/components/connections/first-connectors';
import { Flash, type FlashParams } from '@/components/connections/flash';
import { StateCounts } from '@/components/connections/state-counts';
import { Inventory } from '@/components/connections/inventory';
import { InventoryToolbar } from '@/components/connections/inventory-toolbar';
import type { RowDialog } from '@/components/connections/inventory-row';
import { useInventory } from '@/components/hooks/use-inventory';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { isBroken } from '@/components/ui/status-pill';
import { queries } from '@/lib/client/queries';
import type { Connection } from '@/lib/contract/connections';

const CatalogDialog = dynamic(
  () => import('@/components/connections/catalog-dialog').then((m) => m.CatalogDialog),
  { ssr: false },
);
const ConnectDialog = dynamic(
  () => import('@/components/connections/connect-dialog').then((m) => m.ConnectDialog),
  { ssr: false },
);
const ConnectionDialogs = dynamic(
  () => import('@/components/connections/connection-dialogs').then((m) => m.ConnectionDialogs),
  { ssr: false },
);

/** What is connected, and below it what can be. */
export function ConnectionsPage({ flash }: { flash: FlashParams }) {
  const workspace = useWorkspace();
  const mayConnect = useCan('connections:write');
  const [filters, setFilters] = useQueryStates(filterParsers, { history: 'replace' });
  // `?connect=` asks for a dialog and leaves the address at once: coming back to the page must not
  // ask again.
  const [asked, setAsked] = useQueryState('connect', { history: 'replace' });
  const [picked, pick] = useState<string | null>(asked);
  useEffect(() => {
    if (asked === null) return;
    pick(asked);
    void setAsked(null);
  }, [asked, setAsked]);
  const [browsing, browse] = useState(false);
  const [dialog, setDialog] = useState<{ kind: RowDialog; connection: Connection } | null>(null);
  const inventory = useInventory(toInventoryFilter(filters), { filling: flash.filling });
  // What the catalog calls connected does not depend on the filters. Without filters both are one
  // query.
  const everything = useInventory({});
  const catalog = useQuery(queries.catalog(workspace));

  const entries = useMemo(() => catalog.data?.connectors ?? [], [catalog.data]);
  const types = useMemo(() => new Map(entries.map((entry) => [entry.type, entry])), [entries]);
  const connected = useMemo(() => {
    const tally = new Map<string, number>();
    for (const c of everything.rows)
      if (c.status !== 'disconnected' && c.health_detail.action !== 'finish')
        tally.set(c.connector_type, (tally.get(c.connector_type) ?? 0) + 1);
    return tally;
  }, [everything.rows]);
  const arrived = everything.rows.find(
    (c) => c.connector_type === flash.connected && c.status !== 'disconnected',
  );
  const entry = picked ? types.get(picked) : undefined;
  const has_any = Object.values(inventory.states ?? {}).some((n) => n > 0);

  const empty = isFiltered(filters) ? (
    <EmptyState
      icon={<ListFilter />}
      title="No connection matches"
      actions={<Button onClick={() => void setFilters(null)}>Clear filters</Button>}
    >
      Nothing has this name, app and status together.
    </EmptyState>
  ) : (
    <FirstConnectors catalog={entries} onPick={(e) => pick(e.type)} />
  );

  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Connections"
        action={
          <Button
            variant="primary"
            icon={<Plus aria-hidden className="size-4" />}
            disabled={!mayConnect}
            onClick={() => browse(true)}
          >
            Add a connection
          </Button>
        }
      >
        The sources this workspace reads from, and how each one is doing.
      </PageHeader>

      <Flash
        {...flash}
        name={(flash.connected && types.get(flash.connected)?.name) || 'The source'}
        existing={arrived}
        broken={arrived !== undefined && isBroken(arrived)}
      />

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
        {inventory.isPending ? (
          <div className="border-line bg-surface rounded-card border">
            <SkeletonRows rows={6} label="Loading connections" />
          </div>
        ) : inventory.isError && inventory.rows.length === 0 ? (
          <div className="border-line bg-surface rounded-card border">
            <ErrorState error={inventory.error} retry={() => void inventory.refetch()} />
          </div>
        ) : (
          <Inventory
            rows={inventory.rows}
            total={inventory.total}
            types={types}
            empty={empty}
            dimmed={inventory.isPlaceholderData}
            hasMore={inventory.hasNextPage}
            loadMore={() => void inventory.fetchNextPage()}
            loadingMore={inventory.isFetchingNextPage}
            onDialog={(kind, connection) => setDialog({ kind, connection })}
          />
        )}
        <p role="status" className="sr-only">
          {isFiltered(filters) && !inventory.isPlaceholderData
            ? `${inventory.total} connections match`
            : ''}
        </p>
      </section>

      <section aria-labelledby="catalog" className="mt-4">
        {catalog.isError ? (
          <ErrorState
            error={catalog.error}
            retry={() => void catalog.refetch()}
            title="The catalog could not be loaded"
          />
        ) : (
          <Catalog
            title="Catalog"
            entries={entries}
            connected={connected}
            onPick={(e) => pick(e.type)}
          />
        )}
      </section>

      {browsing ? (
        <CatalogDialog
          entries={entries}
          connected={connected}
          onClose={() => browse(false)}
          onPick={(e) => {
            browse(false);
            pick(e.type);
          }}
        />
      ) : null}
      {entry && mayConnect ? (
        <ConnectDialog key={entry.type} entry={entry} onClose={() => pick(null)} />
      ) : null}
      {dialog ? (
        <ConnectionDialogs
          {...dialog}
          entry={types.get(dialog.connection.connector_type)}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}
