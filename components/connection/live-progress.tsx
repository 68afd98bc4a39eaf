'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ProgressBar } from '@/components/ui/progress-bar';
import { formatClock, formatDuration, formatNumber, humanize } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Progress } from '@/lib/contract/runs';

const ANNOUNCE_EVERY_MS = 10_000;

/**
 * A run as it happens: which stream, how many records, how fast, how long, and how long still when
 * that is known.
 */
export function LiveProgress({
  progress: p,
  running,
  entry,
}: {
  progress: Progress | null;
  /** A worker has it, whether or not it has said how far it is. */
  running: boolean;
  entry: CatalogEntry | undefined;
}) {
  const t = useTranslations();
  const elapsed = useElapsed(p);
  const label = p?.stream
    ? (entry?.streams.find((s) => s.name === p.stream)?.label ?? humanize(p.stream))
    : null;
  const share = shareOf(p);
  const begun = label ? t('connection.reading', { label }) : t('connection.starting');
  const headline = p || running ? begun : t('connection.waitingFreeSlot');
  const soFar = p ? t('connection.recordSoFar', { headline, records: p.records }) : headline;
  // All that a run waits for is what its provider allows.
  const standsStill = t('connection.keepingToWhatAllows', { app: entry?.name ?? '' });
  const spoken = useThrottled(p?.waiting ? `${soFar} ${standsStill}` : soFar);
  return (
    <div className="flex w-full min-w-0 flex-col gap-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="text-sm font-medium">
          {headline}
          {p && p.streams_total > 1 ? (
            <span className="text-muted ml-2 text-xs font-normal">
              {t('connection.streamOfTotal', {
                min: Math.min(p.streams_done + 1, p.streams_total),
                streams_total: p.streams_total,
              })}
            </span>
          ) : null}
        </p>
        <p className="tabular text-muted text-xs">{formatClock(elapsed)}</p>
      </div>
      <ProgressBar label={t('connection.syncProgress')} value={share} />
      <Numbers progress={p} running={running} label={label} />
      {p?.waiting ? <Waiting until={p.waiting.until} cause={standsStill} /> : null}
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </div>
  );
}

/** Why it stands still, and when it goes on. */
function Waiting({ cause, until }: { cause: string; until: string }) {
  const t = useTranslations();
  const now_ms = useSeconds();
  const left_ms = Date.parse(until) - now_ms;
  return (
    <p className="text-warn-ink text-xs">
      {cause}{' '}
      {left_ms > 1_000 ? (
        <>
          {t.rich('connection.goesOn', {
            b: () => <span className="tabular">{formatClock(left_ms)}</span>,
          })}
        </>
      ) : (
        t('connection.goesOnNow')
      )}
    </p>
  );
}

/** The time in epoch milliseconds, every second. */
function useSeconds(): number {
  const [now_ms, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now_ms;
}

/** How many, how fast, and how long still. */
function Numbers({
  progress: p,
  running,
  label,
}: {
  progress: Progress | null;
  running: boolean;
  label: string | null;
}) {
  const t = useTranslations();
  return (
    <p className="tabular text-muted flex min-h-[18px] flex-wrap gap-x-4 text-xs">
      {p ? (
        <>
          <span>
            {t.rich('connection.recordsSoFar', {
              b: () => <span className="text-ink font-medium">{formatNumber(p.records, t)}</span>,
              known: String(p.total !== null),
              total: p.total ?? 0,
            })}
          </span>
          {p.records_per_second > 0 ? (
            <span>{formatNumber(Math.round(p.records_per_second), t)}/s</span>
          ) : null}
          <span>{t('connection.pagesRead', { pages: p.pages })}</span>
          {p.estimated_remaining_ms === null ? null : (
            <span>{leftOf(p, p.estimated_remaining_ms, label, t)}</span>
          )}
        </>
      ) : (
        !running && t('connection.itStartsByItself')
      )}
    </p>
  );
}

/** About how long it takes still; in which stream, when others come after it. */
function leftOf(p: Progress, remaining_ms: number, label: string | null, t: Words): string {
  const time = formatDuration(Math.max(1_000, Math.round(remaining_ms / 1_000) * 1_000), t);
  return label !== null && p.streams_done + 1 < p.streams_total
    ? t('connection.aboutLeftIn', { time, stream: label })
    : t('connection.aboutLeft', { time });
}

/**
 * How much is done, never less than before: whole streams, and of the one being read what its
 * provider's total says. Null: not known.
 */
function shareOf(p: Progress | null): number | null {
  if (!p) return null;
  const stream = p.total !== null && p.total > 0 ? Math.min(p.records / p.total, 1) : 0;
  return stream === 0 && p.streams_done === 0
    ? null
    : (p.streams_done + stream) / Math.max(p.streams_total, 1);
}

/** Elapsed time that runs on between two answers of the server. */
function useElapsed(p: Progress | null): number {
  const [extra, setExtra] = useState(0);
  const base = p?.elapsed_ms ?? 0;
  useEffect(() => {
    const from = Date.now();
    setExtra(0);
    const timer = setInterval(() => setExtra(Date.now() - from), 1_000);
    return () => clearInterval(timer);
  }, [base]);
  return base + extra;
}

/** The latest words, changed at most every ten seconds: a screen reader is told, not flooded. */
function useThrottled(words: string): string {
  const [spoken, setSpoken] = useState(words);
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  useEffect(() => {
    const timer = setInterval(() => setSpoken(latest.current), ANNOUNCE_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return spoken;
}
