import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { PreferencesPage } from '@/components/notifications/preferences-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('notifications.notificationSettings');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.preferences(workspace),
    await load(workspace, 'getNotificationPreferences', {}, `/${workspace}/settings/notifications`),
  );
  return (
    <Hydrated client={client} rooms={['notifications']}>
      <PreferencesPage />
    </Hydrated>
  );
}
