'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import * as Radix from 'radix-ui/dialog';
import { AccountMenu } from '@/components/frame/account-menu';
import { Nav } from '@/components/frame/nav';
import { WorkspaceSwitcher } from '@/components/frame/workspace-switcher';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/** The sidebar as a sheet, for narrow screens. */
export function MobileMenu({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
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
          aria-describedby={undefined}
          className={cn(
            'animate-fade border-line bg-canvas shadow-float fixed inset-y-0 left-0 z-40 flex',
            'w-[min(288px,86vw)] flex-col border-r p-3 outline-none',
          )}
        >
          <Radix.Title className="sr-only">{t('frame.menu')}</Radix.Title>
          <div className="mb-4 flex items-center gap-1">
            <WorkspaceSwitcher />
            <Radix.Close asChild>
              <IconButton label={t('frame.closeMenu')}>
                <X aria-hidden className="size-4" />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <Nav onNavigate={onClose} />
          </div>
          <AccountMenu />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
