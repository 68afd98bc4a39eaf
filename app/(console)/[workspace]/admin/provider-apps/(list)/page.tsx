import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { loadProviderApps } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ProviderAppsPage } from '@/components/admin/provider-apps-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.providerApps');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(keys.providerApps(workspace), await loadProviderApps(workspace));
  return (
    <Hydrated client={client} rooms={['admin']}>
      <ProviderAppsPage />
    </Hydrated>
  );
}
