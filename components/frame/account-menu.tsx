'use client';
import { ChevronsUpDown, LogOut, Monitor, Moon, ShieldOff, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useSession } from '@/components/hooks/use-workspace';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/cn';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { signOut } from '@/lib/client/auth';
import { post } from '@/lib/client/call';
import { applyTheme, readTheme, type Theme } from '@/lib/client/theme';
import type { MessageKey } from '@/lib/client/words';

const LOOKS: { value: Theme; label: MessageKey; icon: React.ReactNode }[] = [
  { value: 'system', label: 'frame.sameAsSystem', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'frame.light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'frame.dark', icon: <Moon aria-hidden /> },
];

/** Who is signed in, the theme, and the ways out. */
export function AccountMenu() {
  const t = useTranslations();
  const { user } = useSession();
  if (user === null) return null;
  const leave = async (everywhere: boolean) => {
    if (everywhere) await post('/api/account/sign-out-everywhere', {});
    else await signOut();
    window.location.assign('/sign-in');
  };
  return (
    <Menu
      side="top"
      align="start"
      width="w-56"
      trigger={
        <button
          type="button"
          aria-label={t('frame.account', { name: user.name })}
          className={cn(
            'hover:bg-hover rounded-control data-[state=open]:bg-hover flex h-11 w-full',
            'items-center gap-2.5 px-2 text-left transition-colors',
          )}
        >
          <Avatar name={user.name} className="size-7" />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-xs leading-4 font-medium">{user.name}</span>
            <span className="text-muted text-2xs block truncate">{user.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="text-muted size-3.5 shrink-0" />
        </button>
      }
    >
      <MenuLabel>{t('frame.theme')}</MenuLabel>
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void attempt(leave(false))}>
        {t('frame.signOut')}
      </MenuItem>
      <MenuItem icon={<ShieldOff aria-hidden />} onSelect={() => void attempt(leave(true))}>
        {t('frame.signOutEverywhere')}
      </MenuItem>
    </Menu>
  );
}

function ThemeChoice() {
  const t = useTranslations();
  const [theme, setTheme] = useState(readTheme);
  return (
    <MenuChoice
      label={t('frame.theme')}
      value={theme}
      choices={LOOKS.map((look) => ({ ...look, label: t(look.label) }))}
      onChange={(next) => {
        setTheme(next);
        applyTheme(next);
      }}
    />
  );
}
