'use client';
import { Menu as MenuIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState, type ReactNode } from 'react';
import { AccountMenu } from '@/components/frame/account-menu';
import { Mark } from '@/components/frame/mark';
import { Nav } from '@/components/frame/nav';
import { Shortcuts } from '@/components/frame/shortcuts';
import { WorkspaceSwitcher } from '@/components/frame/workspace-switcher';
import { useFocusAfterNavigation } from '@/components/hooks/use-focus-after-navigation';
import { useKeptFocus } from '@/components/hooks/use-kept-focus';
import { useLive } from '@/components/hooks/use-live';
import { useSession } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { whenNeeded } from '@/components/ui/when-needed';

const MobileMenu = whenNeeded(() =>
  import('@/components/frame/mobile-menu').then((m) => m.MobileMenu),
);

const TwinNote = dynamic(() => import('@/components/frame/twin-note').then((m) => m.TwinNote));

/** Sidebar (a top bar when narrow) and the page beside it. Longer than a screen: one frame. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations();
  const { workspace } = useSession();
  useLive();
  useFocusAfterNavigation();
  useKeptFocus();
  const [open, setOpen] = useState(false);
  const sandbox = workspace.mode === 'sandbox' ? <SandboxLink /> : null;
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[232px_minmax(0,1fr)]">
      <a
        href="#main"
        className={cn(
          'bg-ink text-canvas rounded-control sr-only z-50 px-3 py-2 text-xs font-medium',
          'focus:not-sr-only focus:fixed focus:top-3 focus:left-3',
        )}
      >
        {t('frame.skipContent')}
      </a>
      <aside
        aria-label={t('frame.sidebar')}
        className="border-line sticky top-0 hidden h-dvh flex-col border-r p-3 md:flex"
      >
        <div className="mb-4 flex items-center gap-1">
          <WorkspaceSwitcher />
        </div>
        {sandbox ? <div className="-mt-2 mb-4 px-2">{sandbox}</div> : null}
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Nav />
        </div>
        <AccountMenu />
      </aside>
      <header
        className={cn(
          'border-line bg-canvas sticky top-0 z-30 flex h-13 items-center gap-2.5 border-b px-4',
          'md:hidden',
        )}
      >
        <Mark className="size-6 shrink-0" />
        <span className="min-w-0 flex-1 truncate text-xs font-semibold">{workspace.name}</span>
        {sandbox}
        <IconButton
          label={t('frame.openMenu')}
          aria-expanded={open}
          onClick={() => setOpen(true)}
          className="-mr-1.5 size-10"
        >
          <MenuIcon aria-hidden className="size-5" />
        </IconButton>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 scroll-mt-14 px-4 py-6 md:px-8 md:py-8">
        <div className="mx-auto w-full max-w-[1120px]">
          {workspace.twin_of ? <TwinNote /> : null}
          {children}
        </div>
      </main>
      <Shortcuts />
      {open ? <MobileMenu onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

/** To the accounts and keys there are to try. A page of its own, outside the console. */
const SandboxLink = () => {
  const t = useTranslations();
  return (
    <a
      href="/sandbox"
      target="_blank"
      rel="noreferrer"
      aria-label={t('frame.sandboxAccountsKeysTry')}
      className="inline-flex min-h-6 items-center rounded-sm"
    >
      <Badge tone="warn">{t('frame.sandbox')}</Badge>
    </a>
  );
};
