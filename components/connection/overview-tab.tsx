'use client';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { accountOf } from '@/components/connections/account-of';
import { LiveUpdates } from '@/components/connection/live-updates';
import { WebhookCard } from '@/components/connection/webhook-card';
import { RunTimeline } from '@/components/connection/run-timeline';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Time, useNow } from '@/components/ui/time';
import { formatDay, formatNumber, humanize } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

/** Its runs at a glance, what it has brought in, and the facts. */
export function OverviewTab({
  connection: c,
  entry,
  onRuns,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
  onRuns: (run_id: string | null) => void;
}) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex flex-col gap-4">
        {entry?.auth_method === 'webhook' && c.status !== 'disconnected' ? (
          <WebhookCard id={c.id} />
        ) : null}
        {entry?.auth_method === 'webhook' ? null : (
          <Card aria-labelledby="recent-runs">
            <CardHeader id="recent-runs" title="Recent runs">
              <Button size="sm" variant="ghost" onClick={() => onRuns(null)}>
                See as a table
              </Button>
            </CardHeader>
            <RecentRuns id={c.id} onOpen={onRuns} />
          </Card>
        )}
        <Card aria-labelledby="brought-in">
          <CardHeader
            id="brought-in"
            title="Records"
            hint={`${formatNumber(c.records_total)} in total`}
          />
          <BroughtIn id={c.id} />
        </Card>
      </div>
      <div className="flex flex-col gap-4">
        <Card aria-labelledby="facts">
          <CardHeader id="facts" title="About" />
          <Facts connection={c} entry={entry} />
        </Card>
        {entry?.auth_method === 'webhook' || c.status === 'disconnected' ? null : (
          <LiveUpdates connection={c} />
        )}
      </div>
    </div>
  );
}

function RecentRuns({ id, onOpen }: { id: string; onOpen: (run_id: string) => void }) {
  const now_ms = useNow();
  const runs = useQuery(queries.runs(useWorkspace(), id));
  if (runs.isPending)
    return (
      <div className="p-4">
        <Skeleton className="h-[116px] w-full" />
      </div>
    );
  if (runs.isError) return <ErrorState error={runs.error} retry={() => void runs.refetch()} />;
  if (runs.data.runs.length === 0)
    return (
      <EmptyState icon={<History />} title="No run yet">
        The first sync shows here as soon as it starts.
      </EmptyState>
    );
  return <RunTimeline runs={runs.data.runs} now_ms={now_ms} onOpen={(run) => onOpen(run.id)} />;
}

function BroughtIn({ id }: { id: string }) {
  const entities = useQuery(queries.entities(useWorkspace(), id));
  if (entities.isPending)
    return (
      <div className="p-4">
        <Skeleton className="h-24 w-full" />
      </div>
    );
  if (entities.isError)
    return <ErrorState error={entities.error} retry={() => void entities.refetch()} />;
  const filled = entities.data.entities.filter((e) => e.count > 0 || e.updated_at !== null);
  if (filled.length === 0) return <EmptyState title="Nothing has been synced yet" />;
  return (
    <dl className="grid grid-cols-2 gap-px sm:grid-cols-3">
      {filled.map((entity) => (
        <div key={entity.entity} className="px-4 py-3.5">
          <dt className="text-muted text-xs">{humanize(entity.entity)}</dt>
          <dd className="tabular mt-0.5 text-lg font-semibold tracking-tight">
            {formatNumber(entity.count)}
          </dd>
          <dd className="text-muted text-2xs">
            {entity.updated_at ? (
              <Time iso={entity.updated_at} prefix="updated " />
            ) : (
              'never updated'
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({
  connection: c,
  entry,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
}) {
  return (
    <dl className="divide-line divide-y text-xs">
      <Fact name="App">{entry?.name ?? c.connector_type}</Fact>
      <Fact name="Account">{accountOf(c, entry?.name)}</Fact>
      {c.external_account_id ? (
        <Fact name="Account id">
          <code className="text-2xs font-mono select-all">{c.external_account_id}</code>
        </Fact>
      ) : null}
      <Fact name="Last synced">
        {c.last_synced_at ? <Time iso={c.last_synced_at} /> : 'Not yet'}
      </Fact>
      <Fact name="Added">
        {formatDay(c.created_at)}
        {c.created_by_name ? <span className="text-muted"> by {c.created_by_name}</span> : null}
      </Fact>
      <Fact name="Owned by">
        {c.scope === 'personal' ? (c.owner_name ?? 'Nobody') : 'The workspace'}
      </Fact>
      {c.last_error ? (
        <Fact name="Last error">
          <span className="text-bad-ink">{c.last_error}</span>
        </Fact>
      ) : null}
      {c.missing_scopes.length > 0 ? (
        <Fact name="Not granted">
          {c.missing_scopes.map((scope) => (
            <code key={scope} className="text-2xs block font-mono">
              {scope}
            </code>
          ))}
        </Fact>
      ) : null}
      <Fact name="Connection id">
        <code className="text-2xs font-mono break-all select-all">{c.id}</code>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 px-4 py-2.5">
      <dt className="text-muted w-24 shrink-0">{name}</dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  );
}
