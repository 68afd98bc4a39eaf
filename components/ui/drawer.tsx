'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import * as Radix from 'radix-ui/dialog';
import type { KeyboardEvent, ReactNode } from 'react';
import { useReturnFocus } from '@/components/hooks/use-return-focus';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/**
 * Something of the page looked at closely, at its side; on a phone over all of it. Modal as a dialog
 * is: open while mounted, Escape and a click beside it close it, and the focus goes back. Longer than
 * a screen: the drawer in one piece.
 */
export function Drawer({
  title,
  description,
  actions,
  onKeyDown,
  onClose,
  children,
}: {
  title: ReactNode;
  description: ReactNode;
  /** What stands at the top beside the way out. */
  actions?: ReactNode;
  onKeyDown?: (event: KeyboardEvent) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations();
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="animate-fade bg-scrim fixed inset-0 z-40" />
        <Radix.Content
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(e) => {
            e.preventDefault();
            (e.currentTarget as HTMLElement).focus();
          }}
          onCloseAutoFocus={(e) => {
            if (returnFocus()) e.preventDefault();
          }}
          className={cn(
            'border-line bg-raised shadow-float animate-in fixed inset-y-0 right-0 z-50 flex w-full',
            'flex-col border-l outline-none sm:w-[min(560px,92vw)] xl:w-[min(880px,60vw)]',
          )}
        >
          <header className="border-line flex items-start gap-3 border-b px-5 py-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="truncate text-base leading-6 font-semibold">
                {title}
              </Radix.Title>
              <Radix.Description className="text-muted text-2xs truncate">
                {description}
              </Radix.Description>
            </div>
            {actions}
            <Radix.Close asChild>
              <IconButton label={t('ui.close')} className="-mr-2">
                <X aria-hidden className="size-4" />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
