import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { WishesPage } from '@/components/admin/wishes-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Asked for' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.wishes(workspace),
    await load(workspace, 'listWishes', {}, `/${workspace}/admin/connector-wishes`),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WishesPage />
    </HydrationBoundary>
  );
}
