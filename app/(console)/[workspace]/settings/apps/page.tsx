import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { AppsPage } from '@/components/settings/apps-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('settings.apps');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.apps(workspace),
    await load(workspace, 'listApps', {}, `/${workspace}/settings/apps`),
  );
  return (
    <Hydrated client={client} rooms={['settings']}>
      <AppsPage />
    </Hydrated>
  );
}
