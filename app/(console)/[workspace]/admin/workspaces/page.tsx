import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { WorkspacesPage } from '@/components/admin/workspaces-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.workspaces');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.workspaces(workspace),
    await load(workspace, 'listWorkspaces', {}, `/${workspace}/admin/workspaces`),
  );
  return (
    <Hydrated client={client} rooms={['admin']}>
      <WorkspacesPage />
    </Hydrated>
  );
}
