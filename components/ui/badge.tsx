import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** A small neutral fact beside a name. */
export function Badge({
  children,
  tone = 'idle',
  className,
}: {
  children: ReactNode;
  tone?: 'idle' | 'accent' | 'warn';
  className?: string;
}) {
  const look = {
    idle: 'bg-idle-soft text-idle-ink',
    accent: 'bg-accent-soft text-accent-ink',
    warn: 'bg-warn-soft text-warn-ink',
  }[tone];
  return (
    <span
      className={cn(
        'text-2xs inline-flex h-5 items-center rounded-sm px-1.5 font-medium whitespace-nowrap',
        look,
        className,
      )}
    >
      {children}
    </span>
  );
}
