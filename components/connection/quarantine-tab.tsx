'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CircleCheck, RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { DisclosureRow, SourcePanel } from '@/components/ui/disclosure-row';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { LoadMore } from '@/components/ui/load-more';
import { English } from '@/components/ui/said';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { sayFailure } from '@/components/ui/toast';
import { say } from '@/components/ui/toast';
import { formatNumber } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { Words } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';
import type { QuarantinedRecord } from '@/lib/contract/quarantine';

/** Records that could not be stored: which, why, what they hold, and another try. */
export function QuarantineTab({
  connection: c,
  onRun,
}: {
  connection: Connection;
  onRun: (run_id: string) => void;
}) {
  const t = useTranslations();
  const why = useWhyNot('connections:write');
  const [stream, setStream] = useState('');
  const { list, rows, streams } = useQuarantine(c.id, stream);
  const [trying, retry] = useRetry(c);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-muted max-w-xl text-xs text-pretty">
          {t('connection.theseCouldNotStoredEverything')}
        </p>
        <div className="flex flex-wrap gap-2 max-sm:w-full">
          <StreamFilter streams={streams} stream={stream} onChange={setStream} />
          {rows.length > 0 ? (
            <Button
              icon={<RotateCcw aria-hidden className="size-3.5" />}
              disabled={why !== undefined || c.is_syncing}
              {...because(why)}
              busy={trying === 'all'}
              onClick={() => retry(null)}
            >
              {t('connection.tryAllAgain')}
            </Button>
          ) : null}
        </div>
      </div>
      <Card
        className={cn('overflow-hidden transition-opacity', list.isPlaceholderData && 'opacity-60')}
      >
        {rows.length === 0 ? (
          <Instead list={list} />
        ) : (
          <ul aria-label={t('connection.recordsQuarantine')} className="divide-line divide-y">
            {rows.map((r) => (
              <li key={r.id}>
                <QuarantineRow
                  record={r}
                  busy={trying === r.id}
                  why={why}
                  onRetry={c.is_syncing ? undefined : () => retry(r.id)}
                  onRun={onRun}
                />
              </li>
            ))}
          </ul>
        )}
        <LoadMore list={list} />
      </Card>
    </div>
  );
}

function useQuarantine(id: string, stream: string) {
  const workspace = useWorkspace();
  const all = useQuery(queries.entities(workspace, id)).data?.streams ?? [];
  const labelOf = ({ stream: name, label }: QuarantinedRecord) =>
    all.find((s) => s.stream === name)?.label ?? label;
  const list = useInfiniteQuery({
    ...queries.quarantine(workspace, id, stream ? { stream } : {}),
    placeholderData: keepPreviousData,
  });
  return {
    list,
    rows:
      list.data?.pages.flatMap((page) => page.records).map((r) => ({ ...r, label: labelOf(r) })) ??
      [],
    streams: all.filter((s) => s.quarantined > 0 || s.stream === stream),
  };
}

/** What is being tried (an id, or all), and how to try it: null is all. */
function useRetry(c: Connection): [string | null, (id: string | null) => void] {
  const t = useTranslations();
  const { retryQuarantine } = useConnectionActions();
  const [trying, setTrying] = useState<string | null>(null);
  const retry = (id: string | null) => {
    setTrying(id ?? 'all');
    retryQuarantine(c, id === null ? undefined : [id])
      .then((outcome) => sayOutcome(outcome, t), sayFailure)
      .finally(() => setTrying(null));
  };
  return [trying, retry];
}

interface RowProps {
  record: QuarantinedRecord;
  busy: boolean;
  /** Why it cannot be tried again by this person; undefined: it can. */
  why: string | undefined;
  onRetry: (() => void) | undefined;
  onRun: (run_id: string) => void;
}

function QuarantineRow({ record: r, busy, why, onRetry, onRun }: RowProps) {
  const t = useTranslations();
  const name = r.external_id ?? t('connection.withoutId');
  return (
    <DisclosureRow
      className="space-y-2.5 pt-3"
      lines={(open) => (
        <>
          <span className="block truncate text-xs font-medium">
            {r.label}{' '}
            <span
              className={cn(
                'text-2xs font-normal',
                r.external_id === null ? 'text-muted' : 'font-mono',
              )}
            >
              {name}
            </span>
          </span>
          <span
            className={cn(
              'text-warn-ink text-2xs block',
              open ? 'text-pretty break-words' : 'truncate',
            )}
          >
            <English>{sentence(r.reason)}</English>
          </span>
        </>
      )}
      aside={
        <>
          <Time
            iso={r.last_seen_at}
            className="text-muted text-2xs relative whitespace-nowrap max-sm:hidden"
          />
          {onRetry ? (
            <Button
              size="sm"
              variant="ghost"
              aria-label={t('connection.tryRecordAgain', { label: r.label, name })}
              busy={busy}
              disabled={why !== undefined}
              {...because(why)}
              onClick={onRetry}
              className="relative"
            >
              {t('connection.tryAgain')}
            </Button>
          ) : null}
        </>
      }
    >
      {() => <Received record={r} onRun={onRun} />}
    </DisclosureRow>
  );
}

/** What was received, and which run met it. */
function Received({
  record: r,
  onRun,
}: {
  record: QuarantinedRecord;
  onRun: (run_id: string) => void;
}) {
  const t = useTranslations();
  return (
    <>
      {r.payload === null ? (
        <p className="text-muted text-xs">{t('connection.itWasTooLargeKept')}</p>
      ) : (
        <SourcePanel
          wrap
          label={t('connection.whatWasReceived')}
          copyLabel={t('connection.copyWhatWasReceived')}
          text={r.payload}
          shown={`${r.payload}${r.payload_truncated ? '…' : ''}`}
        />
      )}
      <p className="text-muted text-2xs flex flex-wrap items-center gap-x-3 gap-y-1">
        {r.payload_truncated ? <span>{t('connection.onlyBeginningShown')}</span> : null}
        <span>
          {t('connection.firstMet')} <Time iso={r.first_seen_at} />
        </span>
        <button
          type="button"
          onClick={() => onRun(r.run_id)}
          className="text-accent-ink inline-flex min-h-6 items-center font-medium hover:underline"
        >
          {t('connection.seeRun')}
        </button>
      </p>
    </>
  );
}

function StreamFilter({
  streams,
  stream,
  onChange,
}: {
  streams: readonly { stream: string; label: string; quarantined: number }[];
  stream: string;
  onChange: (stream: string) => void;
}) {
  const t = useTranslations();
  if (streams.length <= 1) return null;
  return (
    <Select
      small
      aria-label={t('connection.stream')}
      value={stream}
      onChange={(e) => onChange(e.target.value)}
      className="w-full sm:w-44"
    >
      <option value="">{t('connection.allStreams')}</option>
      {streams.map((s) => (
        <option key={s.stream} value={s.stream}>
          {s.label} ({formatNumber(s.quarantined, t)})
        </option>
      ))}
    </Select>
  );
}

/** What stands where no record does. */
function Instead({
  list,
}: {
  list: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
}) {
  const t = useTranslations();
  if (list.isPending) return <SkeletonRows rows={4} label={t('connection.loadingQuarantine')} />;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  return (
    <EmptyState icon={<CircleCheck />} title={t('connection.nothingQuarantine')}>
      {t('connection.everyRecordWasReadCould')}
    </EmptyState>
  );
}

function sayOutcome({ resolved, failed }: { resolved: number; failed: number }, t: Words): void {
  if (failed === 0) return say('success', t('connection.recordStored', { resolved }));
  const others =
    resolved > 0
      ? t('connection.otherCould', { resolved })
      : t('connection.theReasonBesideEachThem');
  say('error', t('connection.recordStillCannotStored', { failed }), others);
}

const sentence = (reason: string): string => reason.charAt(0).toUpperCase() + reason.slice(1);
