import type { ReactNode } from 'react';

/** Title, one sentence, the primary action at the right. */
export function PageHeader({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-lg tracking-tight">{title}</h1>
        {children ? (
          <p className="text-muted mt-0.5 max-w-xl text-xs text-pretty">{children}</p>
        ) : null}
      </div>
      {action}
    </header>
  );
}
