import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Spinner } from '@/components/ui/spinner';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';
type Size = 'sm' | 'md' | 'lg';

const BASE = cn(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-medium',
  'whitespace-nowrap select-none transition-colors duration-150',
  'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed',
  'aria-disabled:opacity-55',
);
const VARIANTS: Record<Variant, string> = {
  primary:
    'bg-accent text-on-accent shadow-control enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
  secondary:
    'border border-line-strong bg-surface text-ink shadow-control enabled:hover:bg-hover [a&]:hover:bg-hover',
  ghost: cn(
    'text-muted enabled:hover:bg-hover enabled:hover:text-ink [a&]:hover:bg-hover',
    '[a&]:hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink',
  ),
  danger: 'bg-bad-ink text-on-bad enabled:hover:opacity-90',
};
const SIZES: Record<Size, string> = {
  sm: 'h-7 px-2.5 text-2xs',
  md: 'h-8 px-3 text-xs',
  lg: 'h-10 px-4 text-sm',
};

interface Look {
  variant?: Variant;
  size?: Size;
  icon?: ReactNode;
}

/**
 * A button that says what happens. While `busy` it keeps its size, shows a spinner and ignores
 * clicks.
 */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Look & { busy?: boolean }) {
  return (
    <button
      type={type}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (e) => e.preventDefault() : onClick}
      className={cn(BASE, VARIANTS[variant], SIZES[size], className)}
      {...rest}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** React focuses form controls that ask for it, links not. */
const takeFocus = (link: HTMLAnchorElement | null): void => {
  link?.focus();
};

/** A link that looks like a button: for going somewhere. */
export function ButtonLink({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  autoFocus = false,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link
      ref={autoFocus ? takeFocus : undefined}
      className={cn(BASE, VARIANTS[variant], SIZES[size], className)}
      {...rest}
    >
      {icon}
      {children}
    </Link>
  );
}

/** A square button with an icon; `label` is its name for everybody who does not see it. */
export function IconButton({
  label,
  className,
  children,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      className={cn(BASE, VARIANTS.ghost, 'size-8', className)}
      {...rest}
    >
      {children}
    </button>
  );
}
