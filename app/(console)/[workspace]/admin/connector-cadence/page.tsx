import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { CadencePage } from '@/components/admin/cadence-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.connectorCadence');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.cadences(workspace),
    await load(workspace, 'listCadences', {}, `/${workspace}/admin/connector-cadence`),
  );
  return (
    <Hydrated client={client} rooms={['admin']}>
      <CadencePage />
    </Hydrated>
  );
}
