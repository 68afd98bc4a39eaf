import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** Nothing here yet: says why and what to do. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  className,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn('flex flex-col items-center px-6 py-12 text-center', className)}>
      {icon ? (
        <div aria-hidden className="text-muted mb-3 [&>svg]:size-6">
          {icon}
        </div>
      ) : null}
      <p className="text-sm font-semibold">{title}</p>
      {children ? (
        <div className="text-muted mt-1 max-w-sm text-xs text-pretty">{children}</div>
      ) : null}
      {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
