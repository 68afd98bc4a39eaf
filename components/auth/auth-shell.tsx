import type { ReactNode } from 'react';
import { Mark } from '@/components/frame/mark';

/** One quiet column for the pages before the console. */
export function AuthShell({
  title,
  children,
  lead,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Mark className="size-9" />
        <h1 className="mt-6 text-lg tracking-tight">{title}</h1>
        {lead ? <p className="text-muted mt-1 text-xs text-pretty">{lead}</p> : null}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
