import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { ConnectorEventsPage } from '@/components/admin/connector-events-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Connector events' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  const path = `/${workspace}/admin/connector-events`;
  client.setQueryData([...keys.connectorEvents(workspace), {}], {
    pages: [await load(workspace, 'listConnectorEvents', {}, path)],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConnectorEventsPage />
    </HydrationBoundary>
  );
}
