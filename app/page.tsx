import { redirect } from 'next/navigation';
import { load } from '@/app/(console)/load';
import { needsSetup } from '@/lib/access/service';

export const dynamic = 'force-dynamic';

/** The front door: to set-up, to sign-in, or to the first workspace. */
export default async function Home() {
  if (await needsSetup()) redirect('/setup');
  const { workspace } = await load(null, 'getSession', {}, '/');
  redirect(`/${workspace.slug}/connections`);
}
