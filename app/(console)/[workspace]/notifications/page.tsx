import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { InboxPage } from '@/components/notifications/inbox-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('notifications.notifications');

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
