import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { AccessPage } from '@/components/settings/access-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('settings.access');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const path = `/${workspace}/settings/access`;
  const client = new QueryClient();
  const [access, apps] = await Promise.all([
    load(workspace, 'getAccess', {}, path),
    load(workspace, 'listApps', {}, path),
  ]);
  client.setQueryData(keys.access(workspace), access);
  client.setQueryData(keys.apps(workspace), apps);
  return (
    <Hydrated client={client} rooms={['settings']}>
      <AccessPage />
    </Hydrated>
  );
}
