import { cn } from '@/components/ui/cn';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

/** A check box with its label as the target. */
export function Checkbox({
  children,
  hint,
  ...rest
}: ComponentProps<'input'> & { children: ReactNode; hint?: ReactNode }) {
  return (
    <label className="group flex cursor-pointer items-start gap-2.5 py-1 text-xs">
      <span className="relative mt-px grid size-4 shrink-0 place-items-center">
        <input
          type="checkbox"
          className={cn(
            'peer border-control bg-surface checked:border-accent checked:bg-accent absolute',
            'inset-0 cursor-pointer appearance-none rounded-sm border',
          )}
          {...rest}
        />
        <Check
          aria-hidden
          strokeWidth={3}
          className="text-on-accent pointer-events-none relative size-3 opacity-0 peer-checked:opacity-100"
        />
      </span>
      <span>
        <span className="font-medium">{children}</span>
        {hint ? <span className="text-muted text-2xs block">{hint}</span> : null}
      </span>
    </label>
  );
}
