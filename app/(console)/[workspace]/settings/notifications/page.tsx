import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { load } from '@/app/(console)/load';
import { PreferencesPage } from '@/components/notifications/preferences-page';
import { keys } from '@/lib/client/queries';

export const metadata: Metadata = { title: 'Notification settings' };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.preferences(workspace),
    await load(workspace, 'getNotificationPreferences', {}, `/${workspace}/settings/notifications`),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PreferencesPage />
    </HydrationBoundary>
  );
}
