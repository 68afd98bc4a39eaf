'use client';
import { cn } from '@/components/ui/cn';

/**
 * Something that is on or off at once, named by `label`. While `busy` it ignores presses and keeps
 * the focus, which a disabled control loses.
 */
export function Switch({
  label,
  checked,
  disabled = false,
  busy = false,
  title,
  'aria-describedby': describedBy,
  onChange,
}: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  busy?: boolean;
  title?: string;
  'aria-describedby'?: string;
  onChange: (checked: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-label={label}
      aria-checked={checked}
      disabled={disabled}
      aria-disabled={busy || undefined}
      title={title}
      aria-describedby={describedBy}
      onClick={() => {
        if (!busy) onChange(!checked);
      }}
      className={cn(
        'grid h-6 w-8 shrink-0 place-items-center disabled:cursor-not-allowed disabled:opacity-55',
        'aria-disabled:opacity-55',
      )}
    >
      <span
        className={cn(
          'flex h-4.5 w-8 items-center rounded-full border px-0.5 transition-colors duration-150',
          checked ? 'border-accent bg-accent' : 'border-control bg-surface',
        )}
      >
        <span
          className={cn(
            'size-3 rounded-full transition-transform duration-150',
            checked ? 'bg-on-accent translate-x-3.5' : 'bg-control',
          )}
        />
      </span>
    </button>
  );
}
