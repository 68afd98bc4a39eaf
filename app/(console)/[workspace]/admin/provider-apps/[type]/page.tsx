import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadProviderApps } from '@/app/(console)/load';
import { ProviderAppGuide } from '@/components/admin/provider-app-guide';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Set up a provider app' };

export default async function Page({
  params,
}: {
  params: Promise<{ workspace: string; type: string }>;
}) {
  const { workspace, type } = await params;
  const client = new QueryClient();
  client.setQueryData(keys.providerApps(workspace), await loadProviderApps(workspace));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProviderAppGuide type={type} />
    </HydrationBoundary>
  );
}
