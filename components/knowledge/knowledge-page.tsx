'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Flash, type FlashParams } from '@/components/connections/flash';
import { useLive } from '@/components/hooks/use-live';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { ConnectCard } from '@/components/knowledge/connect-card';
import { Monitor } from '@/components/knowledge/monitor';
import { Banner } from '@/components/ui/banner';
import { Select } from '@/components/ui/input';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';
import type { Connection } from '@/lib/contract/connections';

/** What the workspace knows, written into Notion: set-up, and how it is doing. */
export function KnowledgePage({ asked, flash }: { asked: string | null; flash: FlashParams }) {
  const t = useTranslations();
  useLive();
  const connections = useQuery(knowledgeQueries.connections(useWorkspace()));
  const [chosen, choose] = useState(asked);
  const [said, say] = useState(flash.connected !== null);
  const all = (connections.data?.connections ?? []).filter((c) => c.status !== 'pending');
  const current = all.find(({ id }) => id === chosen) ?? firstOf(all);
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <PageHeader
        title={t('knowledge.knowledgeSync')}
        action={all.length > 1 ? <Which {...{ all, current, choose }} /> : undefined}
      >
        {t('knowledge.writesWhatThisWorkspaceKnows')}
      </PageHeader>
      <Flash connected={null} connection_error={flash.connection_error} name="Notion" />
      {said ? (
        <Banner tone="ok" onClose={() => say(false)}>
          {t('knowledge.notionConnectedChooseWhatWritten')}
        </Banner>
      ) : null}
      {connections.isPending ? <SkeletonRows rows={3} label={t('knowledge.loading')} /> : null}
      {connections.isError ? (
        <ErrorState error={connections.error} retry={() => void connections.refetch()} />
      ) : null}
      {connections.data && !current ? <ConnectCard /> : null}
      {current ? <Monitor key={current.id} id={current.id} /> : null}
    </div>
  );
}

/** One that works before one that was disconnected. */
const firstOf = (all: readonly Connection[]): Connection | undefined =>
  all.find(({ status }) => status !== 'disconnected') ?? all[0];

const Which = ({
  all,
  current,
  choose,
}: {
  all: readonly Connection[];
  current: Connection | undefined;
  choose: (id: string) => void;
}) => {
  const t = useTranslations();
  return (
    <Select
      small
      aria-label={t('knowledge.whichNotion')}
      className="w-60"
      value={current?.id}
      onChange={(e) => choose(e.target.value)}
    >
      {all.map(({ id, name, status }) => (
        <option key={id} value={id}>
          {name}
          {status === 'disconnected' ? ' (disconnected)' : ''}
        </option>
      ))}
    </Select>
  );
};
