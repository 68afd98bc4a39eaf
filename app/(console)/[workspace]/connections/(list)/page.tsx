import { QueryClient } from '@tanstack/react-query';
import type { SearchParams } from 'nuqs/server';
import { Arriving } from '@/app/(console)/arriving';
import { Hydrated } from '@/app/(console)/hydrated';
import { load, loadCatalog } from '@/app/(console)/load';
import { ListOutline } from '@/app/(console)/[workspace]/connections/(list)/outline';
import { titled } from '@/app/i18n/titled';
import { ConnectionsPage } from '@/components/connections/connections-page';
import { loadFilters, toInventoryFilter } from '@/components/connections/filters';
import { inventoryInput, keys } from '@/lib/client/queries';

export const generateMetadata = titled('connections.connections');

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default function Page(props: Props) {
  return (
    <Arriving outline={<ListOutline />}>
      <List {...props} />
    </Arriving>
  );
}

async function List({ params, searchParams }: Props) {
  const [{ workspace }, search] = await Promise.all([params, searchParams]);
  const filter = toInventoryFilter(loadFilters(search));
  const path = `/${workspace}/connections`;
  const [connections, catalog] = await Promise.all([
    load(workspace, 'listConnections', inventoryInput(filter), path),
    loadCatalog(workspace, path),
  ]);
  const client = new QueryClient();
  client.setQueryData(keys.inventory(workspace, filter), {
    pages: [connections],
    pageParams: [null],
  });
  client.setQueryData(keys.catalog(workspace), catalog);
  const one = (key: string): string | null => {
    const value = search[key];
    return typeof value === 'string' ? value : null;
  };
  return (
    <Hydrated client={client} rooms={['connections']}>
      <ConnectionsPage
        flash={{
          connected: one('connected'),
          connection_error: one('connection_error'),
          filling: one('filling') !== null,
        }}
      />
    </Hydrated>
  );
}
