import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ApprovalsPage } from '@/components/admin/approvals-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.connectors');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.approvals(workspace),
    await load(workspace, 'listConnectorApprovals', {}, `/${workspace}/admin/connectors`),
  );
  return (
    <Hydrated client={client} rooms={['admin']}>
      <ApprovalsPage />
    </Hydrated>
  );
}
