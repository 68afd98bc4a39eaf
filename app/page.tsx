import { redirect } from 'next/navigation';
import { homeOf, load } from '@/app/(console)/load';
import { needsSetup } from '@/lib/access/service';

export const dynamic = 'force-dynamic';

/** The front door: to set-up, to sign-in, or to the first workspace, where its first page is. */
export default async function Home() {
  if (await needsSetup()) redirect('/setup');
  redirect(homeOf(await load(null, 'getSession', {}, '/')));
}
