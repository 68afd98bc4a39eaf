'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import * as Radix from 'radix-ui/dialog';
import type { ReactNode } from 'react';
import { useReturnFocus } from '@/components/hooks/use-return-focus';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/**
 * A modal dialog with its title and close button. It is open while mounted; `onClose` unmounts it.
 */
export function Dialog({
  title,
  description,
  icon,
  onClose,
  children,
  wide = false,
  locked = false,
}: {
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** While true, a click outside does not close it: something typed or shown once would be lost. */
  locked?: boolean;
}) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay
          className={cn(
            'animate-fade bg-scrim fixed inset-0 z-40 grid items-start justify-items-center',
            'overflow-y-auto p-4 sm:items-center sm:py-10',
          )}
        >
          <Radix.Content
            {...(description ? {} : { 'aria-describedby': undefined })}
            // Without a field of its own that asks for it, the dialog has the focus, not its cross.
            onOpenAutoFocus={(e) => {
              e.preventDefault();
              (e.currentTarget as HTMLElement).focus();
            }}
            onCloseAutoFocus={(e) => {
              if (returnFocus()) e.preventDefault();
            }}
            onInteractOutside={(e) => {
              if (locked) e.preventDefault();
            }}
            className={cn(
              'animate-in border-line bg-raised shadow-float rounded-card relative w-full border outline-none',
              wide ? 'max-w-2xl' : 'max-w-md',
            )}
          >
            <Header title={title} description={description} icon={icon} />
            {children}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Header({
  title,
  description,
  icon,
}: {
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
}) {
  const t = useTranslations();
  return (
    <header className="flex items-start gap-3 px-5 pt-5">
      {icon}
      <div className="min-w-0 flex-1 self-center">
        <Radix.Title className="text-base leading-6 font-semibold">{title}</Radix.Title>
        {description ? (
          <Radix.Description className="text-muted mt-0.5 text-xs">{description}</Radix.Description>
        ) : null}
      </div>
      <Radix.Close asChild>
        <IconButton label={t('ui.close')} className="-mt-1 -mr-2">
          <X aria-hidden className="size-4" />
        </IconButton>
      </Radix.Close>
    </header>
  );
}

export const DialogBody = ({
  children,
  className,
}: {
  children: ReactNode;
  className?: string;
}) => <div className={cn('px-5 pt-4 pb-5', className)}>{children}</div>;

export const DialogFooter = ({ children }: { children: ReactNode }) => (
  <footer className="border-line flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3.5">
    {children}
  </footer>
);
