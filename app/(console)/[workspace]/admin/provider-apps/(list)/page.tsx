import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadProviderApps } from '@/app/(console)/load';
import { ProviderAppsPage } from '@/components/admin/provider-apps-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Provider apps' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(keys.providerApps(workspace), await loadProviderApps(workspace));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProviderAppsPage />
    </HydrationBoundary>
  );
}
