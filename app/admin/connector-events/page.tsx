import { redirect } from 'next/navigation';
import { load } from '@/app/(console)/load';

export const dynamic = 'force-dynamic';

/** The page without a workspace in its address: that of the first one. */
export default async function Page() {
  const { workspace } = await load(null, 'getSession', {}, '/admin/connector-events');
  redirect(`/${workspace.slug}/admin/connector-events`);
}
