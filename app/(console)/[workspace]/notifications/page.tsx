import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { InboxPage } from '@/components/notifications/inbox-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Notifications' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData([...keys.notifications(workspace), 'inbox'], {
    pages: [await load(workspace, 'listNotifications', {}, `/${workspace}/notifications`)],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <InboxPage />
    </HydrationBoundary>
  );
}
