import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { WishesPage } from '@/components/admin/wishes-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('admin.asked');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.wishes(workspace),
    await load(workspace, 'listWishes', {}, `/${workspace}/admin/connector-wishes`),
  );
  return (
    <Hydrated client={client} rooms={['admin']}>
      <WishesPage />
    </Hydrated>
  );
}
