import type { ReactNode } from 'react';
import { loadConnection } from '@/app/(console)/load';

/**
 * Decides before anything is sent: a missing connection is a true 404, a missing session a true
 * redirect.
 */
export default async function Layout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ workspace: string; id: string }>;
}) {
  const { workspace, id } = await params;
  await loadConnection(workspace, id);
  return children;
}
