'use client';
import { useQuery } from '@tanstack/react-query';
import { Laptop, Smartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { post } from '@/lib/client/call';
import { queries } from '@/lib/client/queries';
import type { BrowserSession } from '@/lib/contract/account';

/** Where the person is signed in, with an end to each. */
export function SessionsCard() {
  const t = useTranslations();
  const sessions = useQuery(queries.sessions(useWorkspace()));
  const list = sessions.data?.sessions ?? [];
  return (
    <Card aria-labelledby="sessions" className="overflow-hidden">
      <CardHeader
        id="sessions"
        title={t('settings.whereYouSigned')}
        hint={t('settings.aSessionEndsWhenWas')}
      >
        {list.length > 1 ? (
          <Button size="sm" onClick={() => void attempt(leaveEverywhere())}>
            {t('settings.signOutEverywhere')}
          </Button>
        ) : null}
      </CardHeader>
      {sessions.isPending ? <SkeletonRows rows={2} label={t('settings.loadingSessions')} /> : null}
      {sessions.isError ? (
        <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />
      ) : null}
      <ul className="divide-line divide-y">
        {list.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

async function leaveEverywhere(): Promise<void> {
  await post('/api/account/sign-out-everywhere', {});
  window.location.assign('/sign-in');
}

function SessionRow({ session }: { session: BrowserSession }) {
  const t = useTranslations();
  const change = useAccessActions();
  const name = session.browser ?? t('settings.aBrowser');
  const Icon = /iPhone|iPad|Android/.test(name) ? Smartphone : Laptop;
  return (
    <li className="flex min-h-15 items-center gap-3 px-4 py-2.5">
      <Icon aria-hidden className="text-muted size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-xs font-medium">
          <span className="truncate">{name}</span>
          {session.current ? <Badge tone="accent">{t('settings.thisOne')}</Badge> : null}
        </p>
        <p className="text-muted text-2xs">
          <Time iso={session.created_at} prefix={t('settings.signedInAt')} />
          {session.address ? t('settings.fromAddress', { address: session.address }) : null}
          {session.current ? null : (
            <Time iso={session.last_used_at} prefix={t('settings.usedAt')} />
          )}
        </p>
      </div>
      {session.current ? null : (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('settings.endSession', { name })}
          onClick={() =>
            void attempt(change('endSession', { id: session.id }), t('settings.theSessionEnded'))
          }
        >
          {t('settings.end')}
        </Button>
      )}
    </li>
  );
}
