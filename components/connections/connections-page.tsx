'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import { Catalog } from '@/components/connections/catalog';
import { ConnectedSources } from '@/components/connections/connected-sources';
import { Flash, type FlashParams } from '@/components/connections/flash';
import { NowThere } from '@/components/connections/now-there';
import type { RowDialog } from '@/components/connections/connection-menu';
import { openPalette } from '@/components/frame/open-palette';
import { useAskedCatalog, useAskedConnector } from '@/components/hooks/use-asked-connector';
import { useInventory } from '@/components/hooks/use-inventory';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Kbd } from '@/components/ui/kbd';
import { PageHeader } from '@/components/ui/page-header';
import { isBroken } from '@/components/ui/status-pill';
import { whenNeeded } from '@/components/ui/when-needed';
import { queries } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

const CatalogDialog = whenNeeded(() =>
  import('@/components/connections/catalog-dialog').then((m) => m.CatalogDialog),
);
const ConnectDialog = whenNeeded(() =>
  import('@/components/connections/connect-dialog').then((m) => m.ConnectDialog),
);
const ConnectionDialogs = whenNeeded(() =>
  import('@/components/connections/connection-dialogs').then((m) => m.ConnectionDialogs),
);

/**
 * What is connected, and below it what can be. Longer than a screen because it holds the dialogs
 * that both halves open.
 */
export function ConnectionsPage({ flash }: { flash: FlashParams }) {
  const t = useTranslations();
  const mayConnect = useCan('connections:write');
  const [picked, pick] = useAskedConnector();
  const [browsing, browse] = useAskedCatalog();
  const [dialog, setDialog] = useState<{ kind: RowDialog; connection: Connection } | null>(null);
  const catalog = useQuery(queries.catalog(useWorkspace()));
  const entries = useMemo(() => catalog.data?.connectors ?? [], [catalog.data]);
  const types = useMemo(() => new Map(entries.map((entry) => [entry.type, entry])), [entries]);
  // What the catalog calls connected is counted by the server, whatever is filtered or shown.
  const everything = useInventory({});
  const connected = everything.connectors ?? NONE;
  const entry = picked ? types.get(picked) : undefined;
  // The same from render to render: what is opened over the list does not draw the list anew.
  const choose = useCallback(
    (e: CatalogEntry) => {
      browse(null);
      pick(e.type);
    },
    [browse, pick],
  );
  const ask = useCallback(
    (kind: RowDialog, connection: Connection) => setDialog({ kind, connection }),
    [],
  );
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t('connections.connections')}
        action={
          <div className="flex gap-2">
            <Button
              icon={<Search aria-hidden className="size-3.5" />}
              aria-keyshortcuts="Meta+K Control+K"
              onClick={openPalette}
            >
              {t('connections.goTo')} <Kbd className="max-md:hidden">⌘K</Kbd>
            </Button>
            <Button
              variant="primary"
              icon={<Plus aria-hidden className="size-4" />}
              disabled={!mayConnect}
              // Fetched when somebody is about to press it, so that it opens at once.
              onPointerEnter={CatalogDialog.prefetch}
              onFocus={CatalogDialog.prefetch}
              onClick={() => browse('all')}
            >
              {t('connections.addConnection')}
            </Button>
          </div>
        }
      />
      <Arrived flash={flash} types={types} rows={everything.rows} />
      {mayConnect ? <NowThere entries={entries} onPick={choose} /> : null}
      <ConnectedSources
        types={types}
        entries={entries}
        filling={flash.filling}
        onPick={choose}
        onBrowse={browse}
        onDialog={ask}
      />
      {/* Held in place while rows come in above, it would be the end of the list for ever. */}
      <section aria-labelledby="catalog" className="mt-4 [overflow-anchor:none]">
        {catalog.isError ? (
          <ErrorState
            error={catalog.error}
            retry={() => void catalog.refetch()}
            title={t('connections.theCatalogCouldNotLoaded')}
          />
        ) : (
          <Catalog
            title={t('connections.catalog')}
            entries={entries}
            connected={connected}
            onPick={choose}
          />
        )}
      </section>
      {browsing ? (
        <CatalogDialog
          narrowed={browsing === 'all' ? null : browsing}
          entries={entries}
          connected={connected}
          onClose={() => browse(null)}
          onPick={choose}
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

const NONE: Record<string, number> = {};

/** What came of an authorization that led back here. */
function Arrived({
  flash,
  types,
  rows,
}: {
  flash: FlashParams;
  types: ReadonlyMap<string, CatalogEntry>;
  rows: readonly Connection[];
}) {
  const t = useTranslations();
  const arrived = rows.find(
    (c) => c.connector_type === flash.connected && c.status !== 'disconnected',
  );
  return (
    <Flash
      {...flash}
      name={(flash.connected && types.get(flash.connected)?.name) || t('connections.theSource')}
      existing={arrived}
      broken={arrived !== undefined && isBroken(arrived)}
    />
  );
}
