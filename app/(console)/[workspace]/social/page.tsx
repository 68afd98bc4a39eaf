import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { loadCatalog } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ComparePage } from '@/components/social/compare-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('social.socialAccounts');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.catalog(workspace),
    await loadCatalog(workspace, `/${workspace}/social`),
  );
  return (
    <Hydrated client={client} rooms={['social']}>
      <ComparePage />
    </Hydrated>
  );
}
