'use client';
import { useQuery } from '@tanstack/react-query';
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
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { queries, type EventsFilter } from '@/lib/client/queries';

/** What providers deliver, as it arrives: endpoints, deliveries, and what became of them. */
export function ConnectorEventsPage() {
  const workspace = useWorkspace();
  const mayWrite = useCan('platform:write');
  const [filter, setFilter] = useState<EventsFilter>({});
  const [adding, setAdding] = useState(false);
  const events = useQuery(queries.connectorEvents(workspace, filter));
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Connector events"
        action={
          <div className="flex items-center gap-3">
            <Live on={!events.isError} />
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
      {events.data ? (
        <>
          <EndpointsCard
            endpoints={events.data.endpoints}
            chosen={filter.endpoint_id}
            onChoose={(endpoint_id) => setFilter({ ...filter, endpoint_id })}
          />
          <DeliveriesCard data={events.data} filter={filter} onFilter={setFilter} />
        </>
      ) : null}
      {adding ? <NewEndpoint onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

/** The page asks every two seconds; the badge says whether it is heard. */
function Live({ on }: { on: boolean }) {
  return (
    <Badge tone={on ? 'accent' : 'warn'}>
      <span
        aria-hidden
        className="mr-1.5 size-1.5 rounded-full bg-current motion-safe:animate-pulse"
      />
      {on ? 'Live' : 'Not reached'}
    </Badge>
  );
}
