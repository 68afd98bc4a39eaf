import type { ComponentProps } from 'react';
import { cn } from '@/components/ui/cn';

/**
 * A table. On narrow screens its rows are stacked, each cell under the name it has there (`label` of
 * Td), so that nothing is hidden in a sideways scroll; in between it scrolls inside itself.
 */
export function Table({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ComponentProps<'table'>['children'];
}) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="relative overflow-x-auto focus-visible:outline-offset-[-2px]"
    >
      <table className={cn('stacked w-full border-collapse text-xs', className)}>{children}</table>
    </div>
  );
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'text-muted text-2xs border-line h-9 border-b px-4 text-left font-medium whitespace-nowrap',
        className,
      )}
      {...rest}
    />
  );
}

/** `label`: what stands before it where rows are stacked; without one it takes the whole line. */
export function Td({ className, label, ...rest }: ComponentProps<'td'> & { label?: string }) {
  return (
    <td
      data-label={label}
      className={cn(
        'border-line h-12 border-b px-4 py-2 align-middle [tr:last-child>&]:border-b-0',
        className,
      )}
      {...rest}
    />
  );
}
