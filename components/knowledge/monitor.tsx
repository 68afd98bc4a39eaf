'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowUpRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { useConnection } from '@/components/hooks/use-connection';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Attention } from '@/components/knowledge/attention';
import { MonitorActions } from '@/components/knowledge/monitor-actions';
import { PagesTable } from '@/components/knowledge/pages-table';
import { RunsTable } from '@/components/knowledge/runs-table';
import { SetUp } from '@/components/knowledge/set-up';
import { POLICY_WORDS, RULE_WORDS, type PageState } from '@/components/knowledge/words';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Cause } from '@/components/ui/said';
import { SkeletonRows } from '@/components/ui/skeleton';
import { connectionSign, Pill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { Output } from '@/lib/client/call';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';
import { inSentence } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';

type Sync = Output<'getKnowledgeSync'>;

/** One knowledge sync: how it is doing, what it asks, its pages and its runs; or its set-up. */
export function Monitor({ id }: { id: string }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const { connection, error, refetch } = useConnection(id);
  const sync = useQuery(knowledgeQueries.sync(workspace, id));
  const [editing, edit] = useState(false);
  const [state, show] = useState<PageState | undefined>();
  const failed = error ?? sync.error;
  if (failed)
    return (
      <ErrorState
        error={failed}
        retry={() => {
          refetch();
          void sync.refetch();
        }}
      />
    );
  if (!connection || !sync.data)
    return <SkeletonRows rows={4} label={t('knowledge.loadingSync')} />;
  const isSetUp = sync.data.settings !== null;
  return (
    <>
      <Status connection={connection} sync={sync.data} onEdit={() => edit(true)} />
      <Attention sync={sync.data} onReview={show} />
      {!isSetUp || editing ? (
        <SetUp sync={sync.data} onDone={isSetUp ? () => edit(false) : undefined} />
      ) : (
        <>
          <PagesTable id={id} counts={sync.data.pages} state={state} onState={show} />
          <RunsTable id={id} />
        </>
      )}
    </>
  );
}

/** How it is doing, in words. Longer than a screen: one card. */
function Status({
  connection: c,
  sync,
  onEdit,
}: {
  connection: Connection;
  sync: Sync;
  onEdit: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const { settings } = sync;
  const last = c.last_synced_at;
  return (
    <Card aria-label={t('knowledge.status')} className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-sm">{c.name}</h2>
        <Pill sign={connectionSign(c)} />
        <div className="ml-auto">
          <MonitorActions connection={c} isSetUp={settings !== null} />
        </div>
      </div>
      <p className="text-xs text-pretty">
        {settings === null && c.health === 'healthy' ? (
          t('knowledge.connected')
        ) : (
          <Cause connection={c} />
        )}{' '}
        {last ? (
          <span className="text-muted">
            {t.rich('knowledge.lastWritten', { time: () => <Time iso={last} /> })}
          </span>
        ) : null}
      </p>
      {settings ? (
        <p className="text-muted flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
          <span>
            {t('knowledge.documentUnder', { selected: sync.selected })}{' '}
            <b>{settings.parent.title}</b>
          </span>
          <span>{t(POLICY_WORDS[settings.policy][0])}</span>
          <span>
            {t('knowledge.editedPages', {
              rule: inSentence(t(RULE_WORDS[settings.conflicts][0]), t),
            })}
          </span>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {sync.database_url ? (
          <a
            href={sync.database_url}
            target="_blank"
            rel="noreferrer"
            className="text-accent-ink inline-flex min-h-6 items-center gap-1 underline"
          >
            {t('knowledge.openDatabaseNotion')}
            <ArrowUpRight aria-hidden className="size-3.5" />
          </a>
        ) : null}
        {settings ? (
          <Button size="sm" variant="ghost" onClick={onEdit}>
            {t('knowledge.changeSettings')}
          </Button>
        ) : null}
        <Link
          href={`/${workspace}/connections/${c.id}`}
          className="text-accent-ink inline-flex min-h-6 items-center underline"
        >
          {t('knowledge.theConnection')}
        </Link>
      </div>
    </Card>
  );
}
