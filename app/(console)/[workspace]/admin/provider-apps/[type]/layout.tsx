import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { loadProviderApps } from '@/app/(console)/load';

/** A page answers too late for a 404. */
export default async function Layout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ workspace: string; type: string }>;
}) {
  const { workspace, type } = await params;
  const { provider_apps } = await loadProviderApps(workspace);
  if (!provider_apps.some((app) => app.type === type)) notFound();
  return children;
}
