'use client';
import { ChevronDown, Eye, EyeOff, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ComponentProps } from 'react';
import { cn } from '@/components/ui/cn';

const CONTROL = cn(
  'w-full min-w-0 rounded-control border border-control bg-surface text-ink',
  'shadow-control transition-colors duration-150 max-md:text-base',
  'focus-visible:border-focus focus-visible:outline-offset-0 aria-invalid:border-bad',
  'disabled:opacity-60',
);

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(CONTROL, 'h-9 px-3 text-sm', className)} {...rest} />;
}

/** A text box whose value can be hidden; it opens hidden and never blocks pasting. */
export function SecretInput({
  className,
  what = 'value',
  mono = false,
  ...rest
}: ComponentProps<'input'> & { what?: string; mono?: boolean }) {
  const t = useTranslations();
  const [shown, show] = useState(false);
  return (
    <div className="relative">
      <input
        spellCheck={false}
        autoCapitalize="none"
        autoCorrect="off"
        {...rest}
        type={shown ? 'text' : 'password'}
        className={cn(
          CONTROL,
          'h-9 pr-10 pl-3',
          mono ? 'font-mono text-xs placeholder:font-sans' : 'text-sm',
          className,
        )}
      />
      <button
        type="button"
        aria-label={`${shown ? t('ui.hide') : t('ui.show')} ${what}`}
        aria-pressed={shown}
        onClick={() => show(!shown)}
        className="text-muted hover:text-ink absolute inset-y-1 right-1 grid w-8 place-items-center rounded-sm"
      >
        {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </button>
    </div>
  );
}

/** A search box. `label` names it. */
export function SearchInput({
  label,
  className,
  ...rest
}: ComponentProps<'input'> & { label: string }) {
  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden
        className="text-muted pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        className={cn(
          CONTROL,
          'h-8 pr-3 pl-8 text-xs [&::-webkit-search-cancel-button]:appearance-none',
        )}
        {...rest}
      />
    </div>
  );
}

/** The browser's own select: right on every device, in our clothes. */
export function Select({
  className,
  small = false,
  children,
  ...rest
}: ComponentProps<'select'> & { small?: boolean }) {
  return (
    <span className={cn('relative inline-flex', className)}>
      <select
        className={cn(
          CONTROL,
          'appearance-none truncate pr-8 pl-3',
          small ? 'h-8 text-xs' : 'h-9 text-sm',
        )}
        {...rest}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="text-muted pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2"
      />
    </span>
  );
}
