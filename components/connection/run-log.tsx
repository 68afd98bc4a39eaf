'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { isFailedCall, VERDICT_WORDS } from '@/components/connection/call-words';
import { LogCall } from '@/components/connection/log-call';
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
      {shown ? <Log connection_id={connection_id} run_id={run_id} /> : null}
    </div>
  );
}

function Log({ connection_id, run_id }: { connection_id: string; run_id: string }) {
  const t = useTranslations();
  const log = useQuery(queries.runLog(useWorkspace(), connection_id, run_id));
  const [trouble, setTrouble] = useQueryState('trouble', parseAsBoolean.withDefault(false));
  const [failed, setFailed] = useQueryState('failed', parseAsBoolean.withDefault(false));
  if (log.isPending) return <SkeletonRows rows={4} label={t('connection.loadingLog')} />;
  if (log.isError) return <ErrorState error={log.error} retry={() => void log.refetch()} />;
  const lines = log.data.lines.filter(
    (line) => (!trouble || line.level !== 'info') && (!failed || isFailedCall(line)),
  );
  if (log.data.lines.length === 0)
    return <p className="text-muted mt-2 text-xs">{t('connection.noLogKeptLogsStay')}</p>;
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <Checkbox checked={trouble} onChange={(e) => void setTrouble(e.target.checked || null)}>
          {t('connection.onlyTrouble')}
        </Checkbox>
        <Checkbox checked={failed} onChange={(e) => void setFailed(e.target.checked || null)}>
          {t('connection.onlyFailedCalls')}
        </Checkbox>
        <span className="ml-auto">
          <CopyButton label={t('connection.copyLog')} text={lines.map(asText).join('\n')} />
        </span>
      </div>
      {lines.length === 0 ? (
        <p className="text-muted py-2 text-xs">
          {failed ? t('connection.noCallFailed') : t('connection.noTrouble')}
        </p>
      ) : (
        <Lines lines={lines} />
      )}
      {log.data.left_out > 0 ? (
        <p className="text-muted text-2xs mt-1">
          {t('connection.ordinaryLineLeftOut', { left_out: log.data.left_out })}
        </p>
      ) : null}
    </div>
  );
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** The lines. One stop for Tab; the arrows go from call to call, Enter opens one. */
function Lines({ lines }: { lines: readonly RunLogLine[] }) {
  const t = useTranslations();
  const list = useRef<HTMLOListElement>(null);
  const [at, setAt] = useState(0);
  const calls = lines.filter((line) => line.call);
  const stop = Math.min(at, calls.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-call]') ?? [])];
    const from = buttons.indexOf(event.target as HTMLElement);
    const step = STEPS[event.key];
    if (from < 0 || !step) return;
    event.preventDefault();
    buttons[step(from, buttons.length - 1)]?.focus();
  };
  return (
    <ol
      ref={list}
      aria-label={t('connection.logThisRun')}
      // Without calls there is nothing inside that a key could reach to scroll it.
      tabIndex={calls.length === 0 ? 0 : undefined}
      onKeyDown={onKeyDown}
      className="bg-surface border-line rounded-tile text-2xs max-h-[32rem] overflow-auto border px-3 py-2 font-mono"
    >
      {lines.map((line, i) => (
        <Line
          key={`${line.at} ${i}`}
          line={line}
          stop={line.call !== undefined && calls.indexOf(line) === stop}
          onFocus={() => setAt(calls.indexOf(line))}
        />
      ))}
    </ol>
  );
}

const INK = { info: '', warn: 'text-warn-ink', error: 'text-bad-ink' };

function Line({
  line,
  stop,
  onFocus,
}: {
  line: RunLogLine;
  /** Whether Tab leads here. */
  stop: boolean;
  onFocus: () => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="grid gap-x-3 py-0.5 sm:grid-cols-[auto_84px_minmax(0,1fr)]">
      <time dateTime={line.at} className="text-muted tabular">
        {line.at.slice(11, 23)}
      </time>
      <span className="text-muted truncate">{line.stream ?? ''}</span>
      {line.call ? (
        <button
          type="button"
          data-call
          tabIndex={stop ? 0 : -1}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onFocus={onFocus}
          onClick={() => setOpen(!open)}
          className={cn(
            'hover:bg-hover -my-0.5 flex min-h-6 min-w-0 items-start gap-1 rounded-sm py-0.5 text-left',
            INK[line.level],
          )}
        >
          <ChevronRight
            aria-hidden
            className={cn(
              'text-muted mt-0.5 size-3 shrink-0 transition-transform',
              open && 'rotate-90',
            )}
          />
          <span className="min-w-0 break-words">
            <Said line={line} />
          </span>
        </button>
      ) : (
        <span className={cn('min-w-0 break-words', INK[line.level])}>
          <Said line={line} />
        </span>
      )}
      {open && line.call ? <LogCall id={id} line={line} call={line.call} /> : null}
    </li>
  );
}

/** A line in words: what was asked, what came, and what that means where it is not well. */
function Said({ line }: { line: RunLogLine }) {
  const t = useTranslations();
  const { call } = line;
  return (
    <>
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
      {call && call.verdict !== 'ok' ? <span> · {t(VERDICT_WORDS[call.verdict])}</span> : null}
      {call || line.request_id === null ? null : (
        <span className="text-muted">
          {' '}
          {t('connection.request')} <span className="select-all">{line.request_id}</span>
        </span>
      )}
    </>
  );
}

const asText = (line: RunLogLine): string =>
  [line.at, line.level, line.stream, line.call?.url ?? line.message, line.status, line.request_id]
    .filter((part) => part !== null)
    .join(' ');
