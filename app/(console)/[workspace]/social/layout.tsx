import type { ReactNode } from 'react';
import { requireSession } from '@/app/(console)/load';

export default async function Layout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ workspace: string }>;
}) {
  const { workspace } = await params;
  await requireSession(workspace, `/${workspace}/social`, 'connections:read');
  return children;
}
