import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { SystemPage } from '@/components/settings/system-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'System' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.system(workspace),
    await load(workspace, 'getSystemChecks', {}, `/${workspace}/settings/system`),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SystemPage />
    </HydrationBoundary>
  );
}
