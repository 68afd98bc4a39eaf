'use client';
import {
  ArrowUpRight,
  Ellipsis,
  KeyRound,
  Pause,
  Pencil,
  Play,
  RefreshCw,
  RotateCcw,
  Unplug,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu';
import type { Connection } from '@/lib/contract/connections';

/**
 * Reconnect repairs; a healthy connection has nothing to repair but permissions that were left out.
 */
export const canReconnect = (c: Connection): boolean =>
  ['needs_reauth', 'error', 'disconnected'].includes(c.health) ||
  c.status === 'error' ||
  c.missing_scopes.length > 0;
export const canSync = (c: Connection): boolean =>
  !c.is_syncing &&
  (c.status === 'connected' || c.status === 'error') &&
  c.health !== 'needs_reauth';

/** A dialog that an entry of the menu opens. */
export type RowDialog = 'rename' | 'disconnect' | 'reconnect';

interface MenuProps {
  connection: Connection;
  onDialog: (dialog: RowDialog | 'resync') => void;
  /** On the connection's own page. */
  detail?: boolean;
  /** In a row of a list, whose one stop is its name. */
  tabIndex?: number;
}

/** Everything that can be done to one connection. */
export function ConnectionMenu({ connection: c, onDialog, detail = false, tabIndex }: MenuProps) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const why = useWhyNot('connections:delete');
  return (
    <Menu
      trigger={
        <IconButton
          label={t('connections.actionsFor', { name: c.name })}
          tabIndex={tabIndex}
          data-row-control=""
          className="relative"
        >
          <Ellipsis aria-hidden className="size-4" />
        </IconButton>
      }
      width="w-52"
    >
      {detail ? null : (
        <MenuLink>
          <Link href={`/${workspace}/connections/${c.id}`}>
            <ArrowUpRight aria-hidden />
            {t('connections.open')}
          </Link>
        </MenuLink>
      )}
      <WriteItems connection={c} onDialog={onDialog} detail={detail} />
      <MenuSeparator />
      <MenuItem
        danger
        icon={<Unplug aria-hidden />}
        disabled={why !== undefined || c.status === 'disconnected'}
        onSelect={() => onDialog('disconnect')}
      >
        {t('connections.disconnect')}
      </MenuItem>
    </Menu>
  );
}

/** What changes how it syncs; above it why not, for whoever may only look. */
function WriteItems({ connection: c, onDialog, detail }: MenuProps) {
  const t = useTranslations();
  const actions = useConnectionActions();
  const why = useWhyNot('connections:write');
  const off = why !== undefined;
  return (
    <>
      {off ? <MenuLabel>{why}</MenuLabel> : null}
      {detail ? (
        <MenuItem
          icon={<RotateCcw aria-hidden />}
          disabled={off || !canSync(c)}
          onSelect={() => onDialog('resync')}
        >
          {t('connections.fullReSync')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<RefreshCw aria-hidden />}
          disabled={off || !canSync(c)}
          onSelect={() => void attempt(actions.sync(c), t('connections.syncing', { name: c.name }))}
        >
          {t('connections.syncNow')}
        </MenuItem>
      )}
      <MenuItem icon={<Pencil aria-hidden />} disabled={off} onSelect={() => onDialog('rename')}>
        {t('connections.rename')}
      </MenuItem>
      {c.status === 'paused' ? (
        <MenuItem
          icon={<Play aria-hidden />}
          disabled={off}
          onSelect={() =>
            void attempt(actions.resume(c), t('connections.resumed', { name: c.name }))
          }
        >
          {t('connections.resume')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<Pause aria-hidden />}
          disabled={off || c.status === 'disconnected' || c.status === 'pending'}
          onSelect={() => void attempt(actions.pause(c), t('connections.paused', { name: c.name }))}
        >
          {t('connections.pause')}
        </MenuItem>
      )}
      <MenuItem
        icon={<KeyRound aria-hidden />}
        disabled={off || !canReconnect(c)}
        onSelect={() => onDialog('reconnect')}
      >
        {t('connections.reconnect')}
      </MenuItem>
    </>
  );
}
