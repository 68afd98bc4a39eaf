'use client';
import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Mark } from '@/components/frame/mark';
import { useCan, useSession } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { Menu, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu';

/**
 * Names the workspace and leads to the others, and to a new one for whoever may make it. With only
 * one, and nothing to make, there is nothing to open.
 */
export function WorkspaceSwitcher() {
  const t = useTranslations();
  const { workspace, workspaces } = useSession();
  const name = (
    <>
      <Mark className="size-6 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-left text-xs font-semibold">
        {workspace.name}
      </span>
    </>
  );
  const mayCreate = useCan('platform:write');
  if (workspaces.length < 2 && !mayCreate)
    return <div className="flex h-10 min-w-0 flex-1 items-center gap-2.5 px-2">{name}</div>;
  return (
    <Menu
      align="start"
      width="w-56"
      trigger={
        <button
          type="button"
          aria-label={t('frame.workspaceSwitch', { name: workspace.name })}
          className={cn(
            'hover:bg-hover rounded-control data-[state=open]:bg-hover flex h-10 min-w-0 flex-1',
            'items-center gap-2.5 px-2 transition-colors',
          )}
        >
          {name}
          <ChevronsUpDown aria-hidden className="text-muted size-3.5 shrink-0" />
        </button>
      }
    >
      <MenuLabel>{t('frame.workspaces')}</MenuLabel>
      {workspaces.map((w) => (
        <MenuLink key={w.id}>
          <Link href={`/${w.slug}`} aria-current={w.id === workspace.id || undefined}>
            <span className="min-w-0 flex-1 truncate">{w.name}</span>
            {w.mode === 'sandbox' ? (
              <span className="text-muted text-2xs">{t('frame.sandbox')}</span>
            ) : null}
            {w.id === workspace.id ? (
              <Check aria-hidden className="text-accent-ink size-4" />
            ) : null}
          </Link>
        </MenuLink>
      ))}
      {mayCreate ? (
        <>
          <MenuSeparator />
          <MenuLink>
            <Link href={`/${workspace.slug}/admin/workspaces?new=1`}>
              <Plus aria-hidden className="text-muted size-4" />
              {t('frame.newWorkspace')}
            </Link>
          </MenuLink>
        </>
      ) : null}
    </Menu>
  );
}
