import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { ProfilePage } from '@/components/settings/profile-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('settings.profile');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const client = new QueryClient();
  client.setQueryData(
    keys.sessions(workspace),
    await load(workspace, 'listSessions', {}, `/${workspace}/settings/profile`),
  );
  return (
    <Hydrated client={client} rooms={['settings', 'auth']}>
      <ProfilePage />
    </Hydrated>
  );
}
