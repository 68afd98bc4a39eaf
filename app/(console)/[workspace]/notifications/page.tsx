import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { languageHere } from '@/app/i18n/catalog';
import { titled } from '@/app/i18n/titled';
import { InboxPage } from '@/components/notifications/inbox-page';
import { spoken } from '@/lib/client/languages';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('notifications.notifications');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const language = spoken(await languageHere());
  const client = new QueryClient();
  client.setQueryData([...keys.notifications(workspace), 'inbox'], {
    pages: [
      await load(workspace, 'listNotifications', { language }, `/${workspace}/notifications`),
    ],
    pageParams: [null],
  });
  return (
    <Hydrated client={client} rooms={['notifications']}>
      <InboxPage />
    </Hydrated>
  );
}
