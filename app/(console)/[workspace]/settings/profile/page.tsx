import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { ProfilePage } from '@/components/settings/profile-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Profile' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.sessions(workspace),
    await load(workspace, 'listSessions', {}, `/${workspace}/settings/profile`),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProfilePage />
    </HydrationBoundary>
  );
}
