'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
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
  const workspace = useWorkspace();
  const mayWrite = useCan('platform:write');
  const [filter, setFilter] = useState<EventsFilter>({});
  const [adding, setAdding] = useState(false);
  const events = useInfiniteQuery(queries.connectorEvents(workspace, filter));
  const [first, ...older] = events.data?.pages ?? [];
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Connector events"
        action={
          <div className="flex items-center gap-3">
            <Live state={liveState(events.isError, older.length > 0)} />
            {mayWrite ? (
              <Button
                variant="primary"
                icon={<Plus aria-hidden className="size-3.5" />}
                onClick={() => setAdding(true)}
              >
                New endpoint
              </Button>
            ) : null}
          </div>
        }
      >
        What providers deliver to this installation, across all workspaces. Payloads show their
        form; what may be personal is left out.
      </PageHeader>
      {events.isPending ? (
        <Card>
          <SkeletonRows rows={6} label="Loading events" />
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
  live: { tone: 'accent', word: 'Live' },
  still: { tone: 'idle', word: 'Not live while older ones show' },
  unreached: { tone: 'warn', word: 'Not reached' },
} as const;

function liveState(failed: boolean, looksBack: boolean): LiveState {
  if (failed) return 'unreached';
  return looksBack ? 'still' : 'live';
}

/** The page asks every two seconds; the badge says whether it does, and is heard. */
function Live({ state }: { state: LiveState }) {
  return (
    <Badge tone={LIVE[state].tone}>
      {state === 'still' ? null : (
        <span
          aria-hidden
          className="mr-1.5 size-1.5 rounded-full bg-current motion-safe:animate-pulse"
        />
      )}
      {LIVE[state].word}
    </Badge>
  );
}
