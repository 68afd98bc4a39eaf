'use client';
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';

/**
 * A row of a list that opens: its lines, what stands beside them, and what is under it once it is
 * open.
 */
export function DisclosureRow({
  lines,
  aside,
  className,
  children,
}: {
  lines: (open: boolean) => ReactNode;
  aside: ReactNode;
  className?: string;
  children: () => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <div className="hover:bg-hover relative flex min-h-13 items-center gap-3 px-4 py-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
          className="stretched flex min-w-0 flex-1 items-center gap-3 text-left"
        >
          <ChevronRight
            aria-hidden
            className={cn(
              'text-muted size-4 shrink-0 transition-transform duration-150',
              open && 'rotate-90',
            )}
          />
          <span className="min-w-0">{lines(open)}</span>
        </button>
        {aside}
      </div>
      {open ? (
        <div id={id} className={cn('px-4 pb-4', className)}>
          {children()}
        </div>
      ) : null}
    </div>
  );
}

/** Text as it came, to scroll through and to copy. `shown` when less is shown than is copied. */
export function SourcePanel({
  label,
  copyLabel,
  text,
  shown = text,
  wrap = false,
  tall = false,
}: {
  label: string;
  copyLabel: string;
  text: string;
  shown?: string;
  wrap?: boolean;
  /** As long as its text: what is around it scrolls. */
  tall?: boolean;
}) {
  return (
    <div className="bg-sunken border-line rounded-tile relative border">
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={copyLabel} />
      </div>
      <pre
        role="region"
        aria-label={label}
        tabIndex={0}
        className={cn(
          'text-2xs overflow-auto p-3.5 pr-12 font-mono leading-[18px]',
          tall ? 'max-h-none' : 'max-h-96',
          wrap && 'break-all whitespace-pre-wrap',
        )}
      >
        {shown}
      </pre>
    </div>
  );
}
