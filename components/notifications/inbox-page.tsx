'use client';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import {
  Bell,
  Blocks,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Hourglass,
  KeyRound,
  Sparkles,
  Trash2,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useLanguage } from '@/components/hooks/use-language';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { call } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { Notification } from '@/lib/contract/notifications';

/** What the person was told of, newest first, with the way to where it is set right. */
export function InboxPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const inbox = useInfiniteQuery(queries.inbox(workspace, useLanguage()));
  const all = inbox.data?.pages.flatMap((page) => page.notifications) ?? [];
  const unread = inbox.data?.pages[0]?.unread ?? 0;
  const read = async (ids?: string[]) => {
    await call('readNotifications', ids ? { ids } : {}, { workspace });
    await client.invalidateQueries({ queryKey: keys.notifications(workspace) });
  };
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader
        title={t('notifications.notifications')}
        action={
          <div className="flex flex-wrap items-center gap-2">
            <ButtonLink href={`/${workspace}/settings/notifications`}>
              {t('notifications.whatYouHear')}
            </ButtonLink>
            {unread > 0 ? (
              <Button onClick={() => void attempt(read())}>
                {t('notifications.markAllAsRead')}
              </Button>
            ) : null}
          </div>
        }
      >
        {t('notifications.toldOnceWhenConnectionNeeds')}
      </PageHeader>
      <Card aria-label={t('notifications.notifications')} className="overflow-hidden">
        {inbox.isPending ? (
          <SkeletonRows rows={4} label={t('notifications.loadingNotifications')} />
        ) : null}
        {inbox.isError ? (
          <ErrorState error={inbox.error} retry={() => void inbox.refetch()} />
        ) : null}
        {inbox.isSuccess && all.length === 0 ? (
          <EmptyState icon={<Bell />} title={t('notifications.nothingNeedsYou')}>
            {t('notifications.whenConnectionNeedsSomebodySaid')}
          </EmptyState>
        ) : null}
        <ul className="divide-line divide-y">
          {all.map((one) => (
            <Told key={one.id} told={one} onRead={() => void attempt(read([one.id]))} />
          ))}
        </ul>
        <LoadMore list={inbox} />
      </Card>
    </div>
  );
}

const ICONS = {
  needs_reauth: KeyRound,
  grant_ending: Hourglass,
  failing: CircleAlert,
  auto_paused: CirclePause,
  deletions_held: Trash2,
  app_requested: Sparkles,
  app_available: Blocks,
} as const;

function Told({ told, onRead }: { told: Notification; onRead: () => void }) {
  const t = useTranslations();
  const isUnread = told.read_at === null;
  const Icon = told.step === 'recovered' ? CircleCheck : ICONS[told.kind];
  // An app is asked for: nothing is wrong.
  const isTrouble = told.connection !== null && told.step !== 'recovered';
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3 sm:flex-nowrap">
      <Icon
        aria-hidden
        className={cn(
          'mt-0.5 size-4 shrink-0',
          isTrouble && told.open ? 'text-warn-ink' : 'text-muted',
        )}
      />
      <div className="min-w-0 flex-1 max-sm:basis-[calc(100%-1.75rem)]">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
          <Link
            href={told.href}
            onClick={isUnread ? onRead : undefined}
            className={cn('hover:underline', isUnread ? 'font-semibold' : 'font-medium')}
          >
            {told.title}
          </Link>
          {isUnread ? <Badge tone="accent">{t('notifications.new')}</Badge> : null}
          {isTrouble && !told.open ? <Badge>{t('notifications.over')}</Badge> : null}
        </p>
        <p className="text-muted mt-0.5 text-xs text-pretty">{told.detail}</p>
        <p className="text-muted text-2xs mt-1">
          <Time iso={told.created_at} />
        </p>
      </div>
      {isUnread ? (
        <Button
          size="sm"
          variant="ghost"
          className="max-sm:ml-4.5"
          aria-label={t('notifications.markTitleRead', { title: told.title })}
          onClick={onRead}
        >
          {t('notifications.markRead')}
        </Button>
      ) : null}
    </li>
  );
}
