import type { ReactNode } from 'react';
import { comparesAccounts, sessionOf } from '@/app/(console)/load';
import { Frame } from '@/components/frame/frame';
import { Providers } from '@/components/frame/providers';
import { WorkspaceProvider } from '@/components/hooks/use-workspace';
import logos from '@/public/logos/logos.json';

const DARK = Object.entries(logos as Record<string, { dark?: unknown }>)
  .filter(([, logo]) => logo.dark)
  .map(([name]) => name);

export default async function WorkspaceLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ workspace: string }>;
}) {
  const { workspace } = await params;
  const [session, compares] = await Promise.all([
    sessionOf(workspace),
    comparesAccounts(workspace),
  ]);
  // The layout of each page knows where to come back to after sign-in; it redirects.
  if (session === null) return children;
  return (
    <Providers
      rendered_at={Date.now()}
      dark_logos={DARK}
      time_zone={session.user?.time_zone ?? undefined}
    >
      <WorkspaceProvider session={session} compares={compares}>
        <Frame>{children}</Frame>
      </WorkspaceProvider>
    </Providers>
  );
}
