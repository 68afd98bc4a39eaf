import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ApiKeysPage } from '@/components/settings/api-keys-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('settings.apiKeys');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.apiKeys(workspace),
    await load(workspace, 'listApiKeys', {}, `/${workspace}/settings/api-keys`),
  );
  return (
    <Hydrated client={client} rooms={['settings']}>
      <ApiKeysPage />
    </Hydrated>
  );
}
