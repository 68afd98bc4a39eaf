import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section className={cn('border-line bg-surface rounded-card border', className)} {...rest} />
  );
}

/** Title line of a card, with room for an action at the right. */
export function CardHeader({
  title,
  id,
  hint,
  children,
}: {
  title: string;
  id?: string;
  hint?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="border-line flex min-h-12 items-center justify-between gap-3 border-b px-4 py-2.5">
      <div className="min-w-0">
        <h2 id={id} className="text-sm">
          {title}
        </h2>
        {hint ? <p className="text-muted text-2xs">{hint}</p> : null}
      </div>
      {children}
    </div>
  );
}
