import type { ReactNode } from 'react';
import { sessionOf } from '@/app/(console)/load';
import { ReadOnlyNote } from '@/components/frame/read-only-note';

/** Over everything about connections: why nothing can be changed, for whom that is so. */
export default async function Layout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ workspace: string }>;
}) {
  // Who is signed out is led to sign in by the layout of each page.
  if ((await sessionOf((await params).workspace)) === null) return children;
  return (
    <>
      <ReadOnlyNote />
      {children}
    </>
  );
}
