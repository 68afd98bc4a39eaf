import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { loadProviderApps } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ProviderAppGuide } from '@/components/admin/provider-app-guide';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.setUpProviderApp');

export default async function Page({
  params,
}: {
  params: Promise<{ workspace: string; type: string }>;
}) {
  const { workspace, type } = await params;
  const client = new QueryClient();
  client.setQueryData(keys.providerApps(workspace), await loadProviderApps(workspace));
  return (
    <Hydrated client={client} rooms={['admin']}>
      <ProviderAppGuide type={type} />
    </Hydrated>
  );
}
