'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { TRIGGER_WORDS } from '@/components/connection/run-words';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Pill, RUN_SIGNS } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Output } from '@/lib/client/call';
import { formatNumber } from '@/lib/client/format';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';
import type { MessageKey } from '@/lib/client/words';

type Run = Output<'listKnowledgeRuns'>['runs'][number];
const COUNTS = [
  ['created', 'knowledge.created'],
  ['updated', 'knowledge.updated'],
  ['archived', 'knowledge.archived'],
  ['skipped', 'knowledge.skipped'],
  ['conflicts', 'knowledge.conflicts'],
  ['failed', 'knowledge.failed'],
] as const satisfies readonly (readonly [keyof Run, MessageKey])[];

/** The last runs, each with what it did to the pages. */
export function RunsTable({ id }: { id: string }) {
  const t = useTranslations();
  const runs = useQuery(knowledgeQueries.runs(useWorkspace(), id));
  return (
    <Card aria-labelledby="runs">
      <CardHeader id="runs" title={t('knowledge.runs')} />
      {runs.isPending ? <SkeletonRows rows={3} label={t('knowledge.loadingRuns')} /> : null}
      {runs.isError ? <ErrorState error={runs.error} retry={() => void runs.refetch()} /> : null}
      {runs.data?.runs.length === 0 ? (
        <p className="text-muted p-4 text-xs">{t('knowledge.itHasNotRunYet')}</p>
      ) : null}
      {runs.data && runs.data.runs.length > 0 ? (
        <Table label={t('knowledge.runsNewestFirst')}>
          <thead>
            <tr>
              <Th>{t('knowledge.run')}</Th>
              <Th>{t('knowledge.started')}</Th>
              {COUNTS.map(([key, word]) => (
                <Th key={key} className="text-right">
                  {t(word)}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.data.runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </Table>
      ) : null}
    </Card>
  );
}

const RunRow = ({ run }: { run: Run }) => {
  const t = useTranslations();
  return (
    <tr>
      <Td className="max-w-64">
        <Pill sign={RUN_SIGNS[run.status]} />
        {run.error_message ? (
          <p className="text-muted text-2xs mt-1 text-pretty">{run.error_message}</p>
        ) : null}
      </Td>
      <Td label={t('knowledge.started')} className="text-muted whitespace-nowrap">
        <span>
          {run.started_at ? <Time iso={run.started_at} /> : t('knowledge.notYet')} ·{' '}
          {t(TRIGGER_WORDS[run.triggered_by])}
        </span>
      </Td>
      {COUNTS.map(([key, word]) => (
        <Td key={key} label={t(word)} className="tabular text-right">
          {formatNumber(run[key], t)}
        </Td>
      ))}
    </tr>
  );
};
