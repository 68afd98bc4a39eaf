import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        'border-line bg-canvas text-muted text-2xs inline-grid h-5 min-w-5 place-items-center',
        'rounded-sm border px-1 font-sans',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
