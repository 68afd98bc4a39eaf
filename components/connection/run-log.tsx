'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { count, formatDuration } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { RunLogLine } from '@/lib/contract/runs';

/** What a run did, call by call, once somebody wants to know. */
export function RunLog({ connection_id, run_id }: { connection_id: string; run_id: string }) {
  const [shown, show] = useQueryState('log', parseAsBoolean.withDefault(false));
  return (
    <div className="mt-3">
      <Button size="sm" aria-expanded={shown} onClick={() => void show(!shown || null)}>
        {shown ? 'Hide the log' : 'Show the log'}
      </Button>
      {shown ? <Lines connection_id={connection_id} run_id={run_id} /> : null}
    </div>
  );
}

function Lines({ connection_id, run_id }: { connection_id: string; run_id: string }) {
  const log = useQuery(queries.runLog(useWorkspace(), connection_id, run_id));
  const [trouble, setTrouble] = useQueryState('trouble', parseAsBoolean.withDefault(false));
  if (log.isPending) return <SkeletonRows rows={4} label="Loading the log" />;
  if (log.isError) return <ErrorState error={log.error} retry={() => void log.refetch()} />;
  const lines = log.data.lines.filter((line) => !trouble || line.level !== 'info');
  if (log.data.lines.length === 0)
    return (
      <p className="text-muted mt-2 text-xs">No log of it is kept. Logs stay for two weeks.</p>
    );
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Checkbox checked={trouble} onChange={(e) => void setTrouble(e.target.checked || null)}>
          Only trouble
        </Checkbox>
        <CopyButton label="Copy the log" text={lines.map(asText).join('\n')} />
      </div>
      <ol
        aria-label="Log of this run"
        tabIndex={0}
        className="bg-surface border-line rounded-tile text-2xs max-h-96 overflow-auto border px-3 py-2 font-mono"
      >
        {lines.map((line, i) => (
          <Line key={i} line={line} />
        ))}
      </ol>
      {log.data.left_out > 0 ? (
        <p className="text-muted text-2xs mt-1">
          {count(log.data.left_out, 'ordinary line')} left out.
        </p>
      ) : null}
    </div>
  );
}

const INK = { info: '', warn: 'text-warn-ink', error: 'text-bad-ink' };

function Line({ line }: { line: RunLogLine }) {
  return (
    <li className="grid gap-x-3 py-0.5 sm:grid-cols-[auto_84px_minmax(0,1fr)]">
      <time dateTime={line.at} className="text-muted tabular">
        {line.at.slice(11, 23)}
      </time>
      <span className="text-muted truncate">{line.stream ?? ''}</span>
      <span className={cn('min-w-0 break-words', INK[line.level])}>
        {line.message}
        {line.status === null ? null : (
          <span className="text-muted">
            {' '}
            → {line.status} in {formatDuration(line.took_ms ?? 0)}
          </span>
        )}
        {line.request_id === null ? null : (
          <span className="text-muted">
            {' '}
            · request <span className="select-all">{line.request_id}</span>
          </span>
        )}
      </span>
    </li>
  );
}

const asText = (line: RunLogLine): string =>
  [line.at, line.level, line.stream, line.message, line.status, line.request_id]
    .filter((part) => part !== null)
    .join(' ');
