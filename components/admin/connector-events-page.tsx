'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeliveriesCard } from '@/components/admin/deliveries-card';
import { EndpointsCard } from '@/components/admin/endpoints-card';
import { NewEndpoint } from '@/components/admin/new-endpoint';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { queries, type EventsFilter } from '@/lib/client/queries';

/** What providers deliver, as it arrives: endpoints, deliveries, and what became of them. */
export function ConnectorEventsPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const mayWrite = useCan('platform:write');
  const [filter, setFilter] = useState<EventsFilter>({});
  const [adding, setAdding] = useState(false);
  const events = useInfiniteQuery(queries.connectorEvents(workspace, filter));
  const [first, ...older] = events.data?.pages ?? [];
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t('admin.connectorEvents')}
        action={
          <div className="flex items-center gap-3">
            <Live state={liveState(events.isError, older.length > 0)} />
            {mayWrite ? (
              <Button
                variant="primary"
                icon={<Plus aria-hidden className="size-3.5" />}
                onClick={() => setAdding(true)}
              >
                {t('admin.newEndpoint')}
              </Button>
            ) : null}
          </div>
        }
      >
        {t('admin.whatProvidersDeliverThis')}
      </PageHeader>
      {events.isPending ? (
        <Card>
          <SkeletonRows rows={6} label={t('admin.loadingEvents')} />
        </Card>
      ) : null}
      {events.isError ? (
        <Card>
          <ErrorState error={events.error} retry={() => void events.refetch()} />
        </Card>
      ) : null}
      {first ? (
        <>
          <EndpointsCard
            endpoints={first.endpoints}
            chosen={filter.endpoint_id}
            onChoose={(endpoint_id) => setFilter({ ...filter, endpoint_id })}
          />
          <DeliveriesCard
            endpoints={first.endpoints}
            deliveries={[first, ...older].flatMap((page) => page.deliveries)}
            filter={filter}
            onFilter={setFilter}
          >
            <LoadMore list={events} />
          </DeliveriesCard>
        </>
      ) : null}
      {adding ? <NewEndpoint onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

type LiveState = 'live' | 'still' | 'unreached';
const LIVE = {
  live: { tone: 'accent', word: 'admin.live' },
  still: { tone: 'idle', word: 'admin.notLiveWhileOlderOnes' },
  unreached: { tone: 'warn', word: 'admin.notReached' },
} as const;

function liveState(failed: boolean, looksBack: boolean): LiveState {
  if (failed) return 'unreached';
  return looksBack ? 'still' : 'live';
}

/** The page asks every two seconds; the badge says whether it does, and is heard. */
function Live({ state }: { state: LiveState }) {
  const t = useTranslations();
  return (
    <Badge tone={LIVE[state].tone}>
      {state === 'still' ? null : (
        <span
          aria-hidden
          className="mr-1.5 size-1.5 rounded-full bg-current motion-safe:animate-pulse"
        />
      )}
      {t(LIVE[state].word)}
    </Badge>
  );
}
