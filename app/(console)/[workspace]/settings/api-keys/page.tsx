import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { ApiKeysPage } from '@/components/settings/api-keys-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'API keys' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.apiKeys(workspace),
    await load(workspace, 'listApiKeys', {}, `/${workspace}/settings/api-keys`),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApiKeysPage />
    </HydrationBoundary>
  );
}
