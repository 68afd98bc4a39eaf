import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { ProviderAppsPage } from '@/components/admin/provider-apps-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Provider apps' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  const path = `/${workspace}/admin/provider-apps`;
  const [apps, catalog] = await Promise.all([
    load(workspace, 'listProviderApps', {}, path),
    load(workspace, 'getCatalog', {}, path),
  ]);
  client.setQueryData(keys.providerApps(workspace), apps);
  client.setQueryData(keys.catalog(workspace), catalog);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProviderAppsPage />
    </HydrationBoundary>
  );
}
