import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { languageHere } from '@/app/i18n/catalog';
import { titled } from '@/app/i18n/titled';
import { SystemPage } from '@/components/settings/system-page';
import { checksIn } from '@/lib/client/server-words';
import { spoken } from '@/lib/client/languages';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('settings.system');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.system(workspace),
    await checksIn(
      spoken(await languageHere()),
      await load(workspace, 'getSystemChecks', {}, `/${workspace}/settings/system`),
    ),
  );
  return (
    <Hydrated client={client} rooms={['settings']}>
      <SystemPage />
    </Hydrated>
  );
}
