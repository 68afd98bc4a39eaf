import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { WorkspacesPage } from '@/components/admin/workspaces-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Workspaces' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.workspaces(workspace),
    await load(workspace, 'listWorkspaces', {}, `/${workspace}/admin/workspaces`),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WorkspacesPage />
    </HydrationBoundary>
  );
}
