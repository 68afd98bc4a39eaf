import type { ReactNode } from 'react';
import { WhatItIs } from '@/components/auth/what-it-is';
import { Mark } from '@/components/frame/mark';
import { cn } from '@/components/ui/cn';

/**
 * One quiet column for the pages before the console. `introduce`: what Inlet is stands beside it, on
 * a narrow window below.
 */
export function AuthShell({
  title,
  children,
  lead,
  introduce = false,
}: {
  title: string;
  lead?: ReactNode;
  introduce?: boolean;
  children: ReactNode;
}) {
  return (
    <main
      className={cn(
        'grid min-h-dvh content-center items-center justify-items-center gap-x-20 gap-y-14 px-4 py-10',
        introduce && 'lg:grid-cols-[24rem_24rem] lg:justify-center',
      )}
    >
      <div className="w-full max-w-sm">
        <Mark className="size-9" />
        <h1 className="mt-6 text-lg tracking-tight">{title}</h1>
        {lead ? <p className="text-muted mt-1 text-xs text-pretty">{lead}</p> : null}
        <div className="mt-6">{children}</div>
      </div>
      {introduce ? <WhatItIs /> : null}
    </main>
  );
}
