'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProviderAppDialog } from '@/components/admin/provider-app-dialog';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Logo } from '@/components/ui/logo';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { queries } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { ProviderApp } from '@/lib/contract/provider-apps';

/** The installation's own apps at the providers: without one, nobody can sign in there. */
export function ProviderAppsPage() {
  const workspace = useWorkspace();
  const apps = useQuery(queries.providerApps(workspace));
  const catalog = useQuery(queries.catalog(workspace));
  const [open, setOpen] = useState<string | null>(null);
  const entryOf = (type: string) => catalog.data?.connectors.find((one) => one.type === type);
  const opened = apps.data?.provider_apps.find((one) => one.type === open);
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Provider apps">
        Where people sign in at a provider, it has to know this installation as an app. Set one up
        there, then enter its client id and secret here; they are kept encrypted.
      </PageHeader>
      <Card className="overflow-hidden">
        {apps.isPending ? <SkeletonRows rows={8} label="Loading provider apps" /> : null}
        {apps.isError ? <ErrorState error={apps.error} retry={() => void apps.refetch()} /> : null}
        {apps.data ? (
          <ul aria-label="Provider apps" className="divide-line divide-y">
            {apps.data.provider_apps.map((app) => (
              <AppRow
                key={app.type}
                app={app}
                entry={entryOf(app.type)}
                onOpen={() => setOpen(app.type)}
              />
            ))}
          </ul>
        ) : null}
      </Card>
      {opened ? (
        <ProviderAppDialog
          app={opened}
          entry={entryOf(opened.type)}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}

function AppRow({
  app,
  entry,
  onOpen,
}: {
  app: ProviderApp;
  entry: CatalogEntry | undefined;
  onOpen: () => void;
}) {
  const mayWrite = useCan('platform:write');
  const action = app.client_id === null ? 'Set up' : 'Change';
  return (
    <li className="flex items-center gap-3 px-4 py-3 max-sm:flex-wrap">
      <Logo logo={entry?.logo ?? null} name={app.name} size="md" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs font-medium">
          {app.name}
          <Source app={app} />
        </p>
        <p className="text-muted text-2xs truncate">
          {app.client_id === null ? (
            'People cannot sign in there yet.'
          ) : (
            <>
              <span className="font-mono">{app.client_id}</span>
              {app.updated_at ? (
                <>
                  {' · set '}
                  <Time iso={app.updated_at} />
                </>
              ) : null}
            </>
          )}
        </p>
      </div>
      {mayWrite ? (
        <Button aria-label={`${action} ${app.name}`} onClick={onOpen}>
          {action}
        </Button>
      ) : null}
    </li>
  );
}

function Source({ app: { source } }: { app: ProviderApp }) {
  if (source === 'stored') return <Badge tone="accent">Set up</Badge>;
  if (source === 'environment') return <Badge>From the environment</Badge>;
  return <Badge tone="warn">Not set up</Badge>;
}
