'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, History } from 'lucide-react';
import { Fragment, useEffect, useRef } from 'react';
import { OutcomeWord } from '@/components/connection/outcome-word';
import { RunTimeline } from '@/components/connection/run-timeline';
import { durationOf, REASON_WORDS, TRIGGER_WORDS } from '@/components/connection/run-words';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Pill, RUN_SIGNS } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time, useNow } from '@/components/ui/time';
import { count, formatDuration, formatNumber, humanize } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Run } from '@/lib/contract/runs';

const COLUMNS = 8;

/** Every run with its numbers; opened, how each stream of it went. */
export function RunsTab({
  id,
  entry,
  open,
  onOpen,
  onQuarantine,
}: {
  id: string;
  entry: CatalogEntry | undefined;
  open: string | null;
  onOpen: (run_id: string | null) => void;
  onQuarantine: () => void;
}) {
  const runs = useQuery(queries.runs(useWorkspace(), id));
  const now_ms = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.querySelector('[aria-expanded=true]')?.scrollIntoView({ block: 'center' });
  }, []);
  if (!runs.data || runs.data.runs.length === 0)
    return (
      <Card>
        <Instead runs={runs} />
      </Card>
    );
  return (
    <div className="flex flex-col gap-4">
      <Card aria-label="Recent runs">
        <RunTimeline runs={runs.data.runs} now_ms={now_ms} onOpen={(run) => onOpen(run.id)} />
      </Card>
      <Card className="overflow-hidden">
        <Table label="Runs">
          <Columns />
          <tbody ref={body}>
            {runs.data.runs.map((run) => {
              const on = run.id === open;
              return (
                <Fragment key={run.id}>
                  <RunRow run={run} on={on} onToggle={() => onOpen(on ? null : run.id)} />
                  {on ? (
                    <tr>
                      <td colSpan={COLUMNS} className="border-line border-b px-4 pt-1 pb-4">
                        <RunDetail run={run} entry={entry} onQuarantine={onQuarantine} />
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              );
            })}
          </tbody>
        </Table>
      </Card>
    </div>
  );
}

/** What stands where no run does. */
function Instead({
  runs,
}: {
  runs: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
}) {
  if (runs.isPending) return <SkeletonRows rows={8} label="Loading runs" />;
  if (runs.isError) return <ErrorState error={runs.error} retry={() => void runs.refetch()} />;
  return (
    <EmptyState icon={<History />} title="No run yet">
      The first sync shows here as soon as it starts.
    </EmptyState>
  );
}

const Columns = () => (
  <thead>
    <tr>
      <Th className="pr-0">
        <span className="sr-only">Streams</span>
      </Th>
      <Th className="pl-2">Outcome</Th>
      <Th>Started</Th>
      <Th>Why</Th>
      <Th className="text-right">Took</Th>
      <Th className="text-right">Created</Th>
      <Th className="text-right">Updated</Th>
      <Th className="text-right">Deleted</Th>
    </tr>
  </thead>
);

/** A run and its numbers; the whole row opens it. */
function RunRow({ run, on, onToggle }: { run: Run; on: boolean; onToggle: () => void }) {
  const ms = durationOf(run, useNow());
  const line = on && 'border-b-0';
  return (
    <tr className="hover:bg-hover relative">
      <Td className={cn('w-8 pr-0', line)}>
        <button
          type="button"
          aria-expanded={on}
          aria-label={`Streams of this run, ${RUN_SIGNS[run.status].word}`}
          onClick={onToggle}
          className="stretched text-muted grid size-6 place-items-center"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-4 transition-transform duration-150', on && 'rotate-90')}
          />
        </button>
      </Td>
      <Td className={cn('pl-2', line)}>
        <Pill sign={RUN_SIGNS[run.status]} />
      </Td>
      <Td label="Started" className={cn('text-muted whitespace-nowrap', line)}>
        <Time iso={run.started_at ?? run.created_at} className="relative" />
      </Td>
      <Td label="Why" className={cn('text-muted whitespace-nowrap', line)}>
        {TRIGGER_WORDS[run.triggered_by]}
        {run.sync_type === 'full' ? ', full' : ''}
      </Td>
      <Td label="Took" className={cn('tabular text-muted text-right whitespace-nowrap', line)}>
        {ms === null ? '–' : formatDuration(ms)}
      </Td>
      <Td label="Created" className={cn('tabular text-right', line)}>
        {formatNumber(run.records_created)}
      </Td>
      <Td label="Updated" className={cn('tabular text-right', line)}>
        {formatNumber(run.records_updated)}
      </Td>
      <Td label="Deleted" className={cn('tabular text-right', line)}>
        {formatNumber(run.records_deleted)}
      </Td>
    </tr>
  );
}

function RunDetail({
  run,
  entry,
  onQuarantine,
}: {
  run: Run;
  entry: CatalogEntry | undefined;
  onQuarantine: () => void;
}) {
  return (
    <div className="bg-sunken rounded-tile px-4 py-3">
      <p className="text-muted text-2xs">
        Run <code className="font-mono select-all">{run.id}</code>
      </p>
      {run.records_failed > 0 ? (
        <p className="mt-1 text-xs">
          <button
            type="button"
            onClick={onQuarantine}
            className="text-warn-ink inline-flex min-h-6 items-center font-medium underline underline-offset-2"
          >
            {count(run.records_failed, 'record')} could not be stored
          </button>
        </p>
      ) : null}
      {run.records_missed > 0 ? (
        <p className="text-muted mt-1 text-xs">
          This full pass found {count(run.records_missed, 'record')} that the syncs before it had
          missed.
        </p>
      ) : null}
      {run.error_message ? (
        <p className="text-bad-ink mt-1 text-xs">
          {run.error_reason ? (
            <span className="font-medium">{REASON_WORDS[run.error_reason]}: </span>
          ) : null}
          {run.error_message}
        </p>
      ) : null}
      <Streams run={run} entry={entry} />
    </div>
  );
}

function Streams({ run, entry }: { run: Run; entry: CatalogEntry | undefined }) {
  if (run.streams.length === 0)
    return (
      <p className="text-muted mt-2 text-xs">
        {run.status === 'skipped_locked'
          ? 'Another run was live, so this one did nothing.'
          : 'No stream was read.'}
      </p>
    );
  return (
    <ul className="divide-line mt-2 divide-y text-xs">
      {run.streams.map((s) => (
        <li
          key={s.stream}
          className={cn(
            'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-2',
            'md:grid-cols-[160px_110px_minmax(0,1fr)_auto]',
          )}
        >
          <span className="font-medium">
            {entry?.streams.find((x) => x.name === s.stream)?.label ?? humanize(s.stream)}
          </span>
          <OutcomeWord status={s.status} />
          <span
            className={cn(
              'text-pretty max-md:col-span-2',
              s.error_message ? 'text-bad-ink' : 'text-muted',
            )}
          >
            {s.error_message ?? ''}
          </span>
          <span className="tabular text-muted max-md:col-span-2">
            {formatNumber(s.records_created)} created · {formatNumber(s.records_updated)} updated ·{' '}
            {formatNumber(s.records_deleted)} deleted
            {s.records_failed > 0 ? ` · ${formatNumber(s.records_failed)} in quarantine` : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}
