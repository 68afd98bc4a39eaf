import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ConnectorEventsPage } from '@/components/admin/connector-events-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.connectorEvents');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  const path = `/${workspace}/admin/connector-events`;
  client.setQueryData([...keys.connectorEvents(workspace), {}], {
    pages: [await load(workspace, 'listConnectorEvents', {}, path)],
    pageParams: [null],
  });
  return (
    <Hydrated client={client} rooms={['admin']}>
      <ConnectorEventsPage />
    </Hydrated>
  );
}
