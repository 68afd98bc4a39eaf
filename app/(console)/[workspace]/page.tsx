import { redirect } from 'next/navigation';
import { homeOf, load } from '@/app/(console)/load';

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  redirect(homeOf(await load(workspace, 'getSession', {}, `/${workspace}`)));
}
