'use client';
import { Bell, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Logo } from '@/components/ui/logo';
import type { MessageKey, Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';

const METHODS: Record<CatalogEntry['auth_method'], MessageKey> = {
  oauth: 'connections.signIn',
  api_key: 'connections.apiKey',
  handle: 'connections.handle',
  webhook: 'connections.webhook',
};

/**
 * One connector of the catalog. The whole tile is the button; when it cannot be pressed it says
 * why, and can be waited for. Longer than a screen: the tile in one piece.
 */
export function CatalogTile({
  entry,
  connected,
  mayConnect,
  onPick,
  onWish,
}: {
  entry: CatalogEntry;
  connected: number;
  mayConnect: boolean;
  onPick: (entry: CatalogEntry) => void;
  /** Asks to be told when it can be connected; absent for whoever may not connect it anyway. */
  onWish?: (entry: CatalogEntry, wished: boolean) => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const maySetUp = useCan('platform:write');
  const reason = whyNot(entry, mayConnect, t);
  const off = reason !== null;
  const reason_id = `why-not-${entry.type}`;
  const tile = (
    <button
      type="button"
      aria-disabled={off || undefined}
      aria-describedby={off ? reason_id : undefined}
      onClick={() => {
        if (!off) onPick(entry);
      }}
      className={cn(
        'border-line bg-surface rounded-card group flex h-full w-full items-start gap-3',
        'border p-3.5 text-left transition-colors',
        off ? 'cursor-not-allowed bg-transparent pb-11' : 'hover:border-line-strong hover:bg-hover',
      )}
    >
      <Logo logo={entry.logo} name={entry.name} className={cn(off && 'opacity-60 grayscale')} />
      <span className="min-w-0 flex-1">
        <span className="flex min-h-5 flex-wrap items-center justify-between gap-x-2 gap-y-1">
          <span className={cn('text-xs font-medium', off && 'text-muted')}>{entry.name}</span>
          <State entry={entry} connected={connected} />
        </span>
        <span
          id={off ? reason_id : undefined}
          className={cn('text-muted text-2xs mt-0.5 text-pretty', off ? 'block' : 'line-clamp-2')}
        >
          {reason ?? entry.description}
        </span>
        {off ? null : <Facts entry={entry} />}
      </span>
    </button>
  );
  if (entry.connectable || !onWish) return tile;
  if (entry.availability === 'not_configured' && maySetUp)
    return (
      <div className="relative h-full">
        {tile}
        <ButtonLink
          size="sm"
          variant="ghost"
          href={`/${workspace}/admin/provider-apps/${entry.type}`}
          className="absolute right-2 bottom-2"
        >
          {t('connections.setUp')}
          <span className="sr-only"> {entry.name}</span>
        </ButtonLink>
      </div>
    );
  return (
    <div className="relative h-full">
      {tile}
      <Button
        size="sm"
        variant={entry.wished ? 'secondary' : 'ghost'}
        aria-pressed={entry.wished}
        aria-label={t(
          entry.wished ? 'connections.youWillBeToldOf' : 'connections.tellMeWhenICanConnect',
          { name: entry.name },
        )}
        icon={<Bell aria-hidden className="size-3.5" />}
        onClick={() => onWish(entry, !entry.wished)}
        className="absolute right-2 bottom-2"
      >
        {entry.wished ? t('connections.youWillBeTold') : t('connections.notifyMe')}
      </Button>
    </div>
  );
}

/** How long it takes, who has to do it, and whether the provider is in trouble. */
function Facts({ entry }: { entry: CatalogEntry }) {
  const t = useTranslations();
  return (
    <span className="text-muted text-2xs mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <span className="tabular">
        {t('connections.aboutMin', { set_up_minutes: entry.set_up_minutes })}
      </span>
      {entry.role_needed ? (
        <span>{t('connections.needsRole', { role_needed: entry.role_needed })}</span>
      ) : null}
      {entry.trouble ? (
        <span className="text-warn-ink inline-flex items-center gap-1 font-medium">
          <TriangleAlert aria-hidden className="size-3.5" />
          {t('connections.troubleAtNow', { name: entry.name })}
        </span>
      ) : null}
    </span>
  );
}

function whyNot(entry: CatalogEntry, mayConnect: boolean, t: Words): string | null {
  if (!entry.connectable) return entry.availability_reason;
  return mayConnect ? null : t('connections.askAdminThisWorkspaceConnect');
}

/** What stands in the way, how often it is connected, or how it would be. */
function State({ entry, connected }: { entry: CatalogEntry; connected: number }) {
  const t = useTranslations();
  if (entry.availability === 'coming_soon') return <Badge>{t('connections.comingSoon')}</Badge>;
  if (entry.availability === 'not_configured')
    return <Badge tone="warn">{t('connections.needsSetUp')}</Badge>;
  if (connected > 0)
    return <Badge tone="accent">{t('connections.connectedTimes', { connected })}</Badge>;
  if (entry.direction === 'outbound') return <Badge>{t('connections.outbound')}</Badge>;
  return <span className="text-muted text-2xs">{t(METHODS[entry.auth_method])}</span>;
}
