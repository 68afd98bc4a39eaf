import { QueryClient } from '@tanstack/react-query';
import { Hydrated } from '@/app/(console)/hydrated';
import { load } from '@/app/(console)/load';
import { titled } from '@/app/i18n/titled';
import { MembersPage } from '@/components/settings/members-page';
import { keys } from '@/lib/client/queries';

export const generateMetadata = titled('settings.members');

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const path = `/${workspace}/settings/members`;
  const [members, invitations] = await Promise.all([
    load(workspace, 'listMembers', {}, path),
    load(workspace, 'listInvitations', {}, path),
  ]);
  const client = new QueryClient();
  client.setQueryData(keys.members(workspace), members);
  client.setQueryData(keys.invitations(workspace), invitations);
  return (
    <Hydrated client={client} rooms={['settings']}>
      <MembersPage />
    </Hydrated>
  );
}
