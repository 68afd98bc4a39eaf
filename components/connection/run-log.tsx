'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { formatDuration } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { RunLogLine } from '@/lib/contract/runs';

/** What a run did, call by call, once somebody wants to know. */
export function RunLog({ connection_id, run_id }: { connection_id: string; run_id: string }) {
  const t = useTranslations();
  const [shown, show] = useQueryState('log', parseAsBoolean.withDefault(false));
  return (
    <div className="mt-3">
      <Button size="sm" aria-expanded={shown} onClick={() => void show(!shown || null)}>
        {shown ? t('connection.hideLog') : t('connection.showLog')}
      </Button>
      {shown ? <Lines connection_id={connection_id} run_id={run_id} /> : null}
    </div>
  );
}

function Lines({ connection_id, run_id }: { connection_id: string; run_id: string }) {
  const t = useTranslations();
  const log = useQuery(queries.runLog(useWorkspace(), connection_id, run_id));
  const [trouble, setTrouble] = useQueryState('trouble', parseAsBoolean.withDefault(false));
  if (log.isPending) return <SkeletonRows rows={4} label={t('connection.loadingLog')} />;
  if (log.isError) return <ErrorState error={log.error} retry={() => void log.refetch()} />;
  const lines = log.data.lines.filter((line) => !trouble || line.level !== 'info');
  if (log.data.lines.length === 0)
    return <p className="text-muted mt-2 text-xs">{t('connection.noLogKeptLogsStay')}</p>;
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Checkbox checked={trouble} onChange={(e) => void setTrouble(e.target.checked || null)}>
          {t('connection.onlyTrouble')}
        </Checkbox>
        <CopyButton label={t('connection.copyLog')} text={lines.map(asText).join('\n')} />
      </div>
      <ol
        aria-label={t('connection.logThisRun')}
        tabIndex={0}
        className="bg-surface border-line rounded-tile text-2xs max-h-96 overflow-auto border px-3 py-2 font-mono"
      >
        {lines.map((line, i) => (
          <Line key={i} line={line} />
        ))}
      </ol>
      {log.data.left_out > 0 ? (
        <p className="text-muted text-2xs mt-1">
          {t('connection.ordinaryLineLeftOut', { left_out: log.data.left_out })}
        </p>
      ) : null}
    </div>
  );
}

const INK = { info: '', warn: 'text-warn-ink', error: 'text-bad-ink' };

function Line({ line }: { line: RunLogLine }) {
  const t = useTranslations();
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
            {t('connection.answeredIn', {
              status: line.status,
              took_ms: formatDuration(line.took_ms ?? 0, t),
            })}
          </span>
        )}
        {line.request_id === null ? null : (
          <span className="text-muted">
            {' '}
            {t('connection.request')} <span className="select-all">{line.request_id}</span>
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
