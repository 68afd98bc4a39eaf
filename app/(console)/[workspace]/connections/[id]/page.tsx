import { QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { Arriving } from '@/app/(console)/arriving';
import { Hydrated } from '@/app/(console)/hydrated';
import { load, loadCatalog, loadConnection } from '@/app/(console)/load';
import { ConnectionOutline } from '@/app/(console)/[workspace]/connections/[id]/outline';
import { ConnectionPage } from '@/components/connection/connection-page';
import { keys, RUNS_SHOWN } from '@/lib/client/queries';

interface Props {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await loadConnection(workspace, id)).name };
}

export default function Page(props: Props) {
  return (
    <Arriving outline={<ConnectionOutline />}>
      <Detail {...props} />
    </Arriving>
  );
}

async function Detail({ params, searchParams }: Props) {
  const [{ workspace, id }, search] = await Promise.all([params, searchParams]);
  const path = `/${workspace}/connections/${id}`;
  const [connection, status, freshness, runs, entities, catalog] = await Promise.all([
    loadConnection(workspace, id),
    load(workspace, 'getConnectionStatus', { id }, path),
    load(workspace, 'getFreshness', { id }, path),
    load(workspace, 'listRuns', { id, limit: RUNS_SHOWN }, path),
    load(workspace, 'listEntities', { id }, path),
    loadCatalog(workspace, path),
  ]);
  const client = new QueryClient();
  client.setQueryData(keys.connection(workspace, id), connection);
  client.setQueryData(keys.status(workspace, id), status);
  client.setQueryData(keys.freshness(workspace, id), freshness);
  client.setQueryData(keys.runs(workspace, id), runs);
  client.setQueryData(keys.entities(workspace, id), entities);
  client.setQueryData(keys.catalog(workspace), catalog);
  const one = (key: string): string | null => {
    const value = search[key];
    return typeof value === 'string' ? value : null;
  };
  return (
    <Hydrated client={client} rooms={['connection', 'connections', 'social']}>
      <ConnectionPage
        id={id}
        flash={{ connected: one('connected'), connection_error: one('connection_error') }}
      />
    </Hydrated>
  );
}
