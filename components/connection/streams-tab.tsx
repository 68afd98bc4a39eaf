'use client';
import { useQuery } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { OutcomeWord } from '@/components/connection/outcome-word';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Output } from '@/lib/client/call';
import { formatNumber, humanize } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { StreamOutcome } from '@/lib/contract/runs';

/** Each stream: how much it holds, how it is read, and how its last run went. */
export function StreamsTab({ id }: { id: string }) {
  const workspace = useWorkspace();
  const entities = useQuery(queries.entities(workspace, id));
  const runs = useQuery(queries.runs(workspace, id));
  if (entities.isPending)
    return (
      <Card>
        <SkeletonRows rows={5} label="Loading streams" />
      </Card>
    );
  if (entities.isError)
    return (
      <Card>
        <ErrorState error={entities.error} retry={() => void entities.refetch()} />
      </Card>
    );
  const { streams } = entities.data;
  if (streams.length === 0)
    return (
      <Card>
        <EmptyState icon={<Layers />} title="No streams yet" />
      </Card>
    );
  const outcomes = new Map(
    runs.data?.runs
      .find((run) => run.finished_at !== null && run.streams.length > 0)
      ?.streams.map((o) => [o.stream, o]),
  );
  return (
    <Card className="overflow-hidden">
      <Table label="Streams">
        <thead>
          <tr>
            <Th>Stream</Th>
            <Th>Read</Th>
            <Th className="text-right">Records</Th>
            <Th className="text-right">Deleted</Th>
            <Th className="text-right">Quarantined</Th>
            <Th>Last good sync</Th>
            <Th>Last run</Th>
          </tr>
        </thead>
        <tbody>
          {streams.map((stream) => (
            <StreamRow key={stream.stream} stream={stream} outcome={outcomes.get(stream.stream)} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

type Stream = Output<'listEntities'>['streams'][number];

function StreamRow({ stream: s, outcome }: { stream: Stream; outcome?: StreamOutcome }) {
  return (
    <tr>
      <Td>
        <span className="font-medium">{s.label}</span>
        <span className="text-muted text-2xs block">{humanize(s.entity)}</span>
      </Td>
      <Td label="Read" className="text-muted whitespace-nowrap">
        {s.sync_mode === 'incremental' ? 'What changed' : 'Everything'}
      </Td>
      <Td label="Records" className="tabular text-right">
        {formatNumber(s.count)}
      </Td>
      <Td label="Deleted" className="tabular text-muted text-right">
        {formatNumber(s.deleted)}
      </Td>
      <Td
        label="Quarantined"
        className={cn(
          'tabular text-right',
          s.quarantined > 0 ? 'text-warn-ink font-medium' : 'text-muted',
        )}
      >
        {formatNumber(s.quarantined)}
      </Td>
      <Td label="Last good sync" className="text-muted whitespace-nowrap">
        {s.last_success_at ? <Time iso={s.last_success_at} /> : 'Never'}
      </Td>
      <Td className="min-w-44">
        {outcome ? <LastRun outcome={outcome} /> : <span className="text-muted">Not run yet</span>}
      </Td>
    </tr>
  );
}

const LastRun = ({ outcome }: { outcome: StreamOutcome }) => (
  <>
    <OutcomeWord status={outcome.status} />
    <span
      className={cn(
        'text-2xs block text-pretty',
        outcome.error_message ? 'text-bad-ink' : 'text-muted tabular',
      )}
    >
      {outcome.error_message ?? changesOf(outcome)}
    </span>
  </>
);

const changesOf = ({ records_written, records_read }: StreamOutcome): string =>
  `${formatNumber(records_written)} of ${formatNumber(records_read)} read were new or changed`;
