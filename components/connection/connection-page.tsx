'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { Flash, type FlashParams } from '@/components/connections/flash';
import { ConnectionHeader, type DetailDialog } from '@/components/connection/connection-header';
import { DeletionsHeld } from '@/components/connection/deletions-held';
import { FreshnessHeader } from '@/components/connection/freshness-header';
import { HealthCard } from '@/components/connection/health-card';
import { OverviewTab } from '@/components/connection/overview-tab';
import { useAskedReconnect } from '@/components/hooks/use-asked-dialog';
import { useConnection } from '@/components/hooks/use-connection';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { isBroken } from '@/components/ui/status-pill';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import { whenNeeded } from '@/components/ui/when-needed';
import { isGone } from '@/lib/client/problem';
import { queries } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

// Without something that stands there meanwhile the whole page would be hidden, and lose the focus.
const Meanwhile = () => <Skeleton className="h-64 w-full" />;
const StreamsTab = dynamic(
  () => import('@/components/connection/streams-tab').then((m) => m.StreamsTab),
  { loading: Meanwhile },
);
const RecordsTab = dynamic(
  () => import('@/components/connection/records-tab').then((m) => m.RecordsTab),
  { loading: Meanwhile },
);
const RunsTab = dynamic(() => import('@/components/connection/runs-tab').then((m) => m.RunsTab), {
  loading: Meanwhile,
});
const QuarantineTab = dynamic(
  () => import('@/components/connection/quarantine-tab').then((m) => m.QuarantineTab),
  { loading: Meanwhile },
);
const SettingsTab = dynamic(
  () => import('@/components/connection/settings-tab').then((m) => m.SettingsTab),
  { loading: Meanwhile },
);
const ConnectionDialogs = whenNeeded(() =>
  import('@/components/connections/connection-dialogs').then((m) => m.ConnectionDialogs),
);

const TABS = ['overview', 'streams', 'records', 'runs', 'quarantine', 'settings'] as const;
type Tab = (typeof TABS)[number];
/** An outbound connection reads nothing in. */
const INBOUND_ONLY: ReadonlySet<Tab> = new Set(['streams', 'records', 'quarantine']);
const WORDS: Record<Tab, MessageKey> = {
  overview: 'connection.overview',
  streams: 'connection.streams',
  records: 'connection.records',
  runs: 'connection.runs',
  quarantine: 'connection.quarantine',
  settings: 'connection.settings',
};

/**
 * One connection: how it is, what to do about it, what it brings in, what it did. Longer than a
 * screen: one part after the other.
 */
export function ConnectionPage({ id, flash }: { id: string; flash: FlashParams }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const { connection, error, refetch } = useConnection(id);
  const catalog = useQuery(queries.catalog(workspace));
  const place = usePlace();
  const [picked, setDialog] = useState<DetailDialog | null>(null);
  const [asked, answered] = useAskedReconnect();
  const mayWrite = useCan('connections:write');

  if (isGone(error)) return <NotHere />;
  if (!connection)
    return (
      <ErrorState
        error={error}
        retry={refetch}
        title={t('connection.theConnectionCouldNotLoaded')}
      />
    );
  const entry = catalog.data?.connectors.find((c) => c.type === connection.connector_type);
  // Who comes late finds it repaired, and nothing to do.
  const isDue = asked === 'renew' || connection.health === 'needs_reauth';
  const isAsked = asked !== null && mayWrite && isDue;
  const dialog = picked ?? (isAsked ? 'reconnect' : null);
  const close = () => {
    setDialog(null);
    answered();
  };
  return (
    <div className="flex flex-col gap-6">
      <ConnectionHeader
        connection={connection}
        progress={connection.progress}
        entry={entry}
        onDialog={setDialog}
      />
      {connection.status === 'disconnected' ? null : (
        <Flash
          {...flash}
          name={connection.name}
          first={connection.last_synced_at === null}
          broken={isBroken(connection)}
        />
      )}
      {connection.direction === 'inbound' ? (
        <FreshnessHeader connection={connection} app={entry?.name ?? connection.connector_type} />
      ) : null}
      <HealthCard
        connection={connection}
        progress={connection.progress}
        entry={entry}
        onDialog={setDialog}
        onQuarantine={place.showQuarantine}
      />
      <DeletionsHeld connection={connection} app={entry?.name ?? connection.connector_type} />
      <Parts connection={connection} entry={entry} place={place} onDialog={setDialog} />
      {dialog ? (
        <ConnectionDialogs kind={dialog} connection={connection} entry={entry} onClose={close} />
      ) : null}
    </div>
  );
}

function NotHere() {
  const t = useTranslations();
  const workspace = useWorkspace();
  return (
    <EmptyState
      title={t('connection.thisConnectionNotHereAny')}
      actions={
        <ButtonLink href={`/${workspace}/connections`} variant="primary">
          {t('connection.allConnections')}
        </ButtonLink>
      }
    />
  );
}

/** What of the connection is looked at: the tab and the open run, kept in the address. */
function usePlace() {
  const [{ tab, run }, go] = useQueryStates(
    {
      tab: parseAsStringLiteral(TABS).withDefault('overview'),
      run: parseAsString,
      stream: parseAsString,
    },
    { history: 'replace' },
  );
  return {
    tab,
    run,
    open: (next: Tab) => void go({ tab: next, run: null, stream: null }),
    openRun: (run_id: string | null) => void go({ run: run_id }),
    showRuns: (run_id: string | null) => void go({ tab: 'runs', run: run_id }),
    showRecords: (stream: string) => void go({ tab: 'records', stream }),
    showQuarantine: () => void go({ tab: 'quarantine', run: null }),
  };
}

/** What a tab holds is fetched when the pointer comes near; who opens it asks again. */
const FETCH: Partial<Record<Tab, () => Promise<unknown>>> = {
  streams: () => import('@/components/connection/streams-tab'),
  records: () => import('@/components/connection/records-tab'),
  runs: () => import('@/components/connection/runs-tab'),
  quarantine: () => import('@/components/connection/quarantine-tab'),
  settings: () => import('@/components/connection/settings-tab'),
};
const prefetch = (tab: Tab): void => {
  FETCH[tab]?.().catch(() => undefined);
};

/** The tabs. One for what should not be there stands only where it is. */
function Parts({
  connection,
  entry,
  place,
  onDialog,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
  place: ReturnType<typeof usePlace>;
  onDialog: (dialog: DetailDialog) => void;
}) {
  const t = useTranslations();
  const tabs = TABS.filter(
    (value) =>
      place.tab === value ||
      ((connection.direction === 'inbound' || !INBOUND_ONLY.has(value)) &&
        (value !== 'quarantine' || connection.quarantined > 0) &&
        (value !== 'runs' || entry?.auth_method !== 'webhook')),
  ).map((value) => ({
    value,
    label: t(WORDS[value]),
    ...(value === 'quarantine' ? { count: connection.quarantined } : {}),
  }));
  return (
    <Tabs
      label={t('connection.connection')}
      value={place.tab}
      tabs={tabs}
      onNear={prefetch}
      onChange={place.open}
    >
      <TabPanel value="overview">
        <OverviewTab connection={connection} entry={entry} />
      </TabPanel>
      <TabPanel value="streams">
        <StreamsTab connection={connection} onRecords={place.showRecords} />
      </TabPanel>
      <TabPanel value="records">
        <RecordsTab id={connection.id} app={entry?.name ?? connection.connector_type} />
      </TabPanel>
      <TabPanel value="runs">
        <RunsTab
          id={connection.id}
          entry={entry}
          open={place.run}
          onOpen={place.openRun}
          onQuarantine={place.showQuarantine}
        />
      </TabPanel>
      <TabPanel value="settings">
        <SettingsTab connection={connection} entry={entry} onDialog={onDialog} />
      </TabPanel>
      <TabPanel value="quarantine">
        <QuarantineTab connection={connection} onRun={place.showRuns} />
      </TabPanel>
    </Tabs>
  );
}
