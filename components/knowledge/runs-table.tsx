'use client';
import { useQuery } from '@tanstack/react-query';
import { TRIGGER_WORDS } from '@/components/connection/run-words';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Pill, RUN_SIGNS } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Output } from '@/lib/client/call';
import { knowledgeQueries } from '@/lib/client/knowledge-queries';

type Run = Output<'listKnowledgeRuns'>['runs'][number];
const COUNTS = [
  ['created', 'Created'],
  ['updated', 'Updated'],
  ['archived', 'Archived'],
  ['skipped', 'Skipped'],
  ['conflicts', 'Conflicts'],
  ['failed', 'Failed'],
] as const satisfies readonly (readonly [keyof Run, string])[];

/** The last runs, each with what it did to the pages. */
export function RunsTable({ id }: { id: string }) {
  const runs = useQuery(knowledgeQueries.runs(useWorkspace(), id));
  return (
    <Card aria-labelledby="runs">
      <CardHeader id="runs" title="Runs" />
      {runs.isPending ? <SkeletonRows rows={3} label="Loading runs" /> : null}
      {runs.isError ? <ErrorState error={runs.error} retry={() => void runs.refetch()} /> : null}
      {runs.data?.runs.length === 0 ? (
        <p className="text-muted p-4 text-xs">It has not run yet.</p>
      ) : null}
      {runs.data && runs.data.runs.length > 0 ? (
        <Table label="Runs">
          <thead>
            <tr>
              <Th>Run</Th>
              <Th>Started</Th>
              {COUNTS.map(([key, word]) => (
                <Th key={key} className="text-right">
                  {word}
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

const RunRow = ({ run }: { run: Run }) => (
  <tr>
    <Td className="max-w-64">
      <Pill sign={RUN_SIGNS[run.status]} />
      {run.error_message ? (
        <p className="text-muted text-2xs mt-1 text-pretty">{run.error_message}</p>
      ) : null}
    </Td>
    <Td label="Started" className="text-muted whitespace-nowrap">
      {run.started_at ? <Time iso={run.started_at} /> : 'not yet'},{' '}
      {TRIGGER_WORDS[run.triggered_by]}
    </Td>
    {COUNTS.map(([key, word]) => (
      <Td key={key} label={word} className="tabular text-right">
        {run[key].toLocaleString('en')}
      </Td>
    ))}
  </tr>
);
