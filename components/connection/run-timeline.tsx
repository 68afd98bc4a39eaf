'use client';
import { useState, type KeyboardEvent } from 'react';
import { cn } from '@/components/ui/cn';
import { RUN_SIGNS, SignIcon, TONE_TEXT } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { count, formatDuration, formatRelative } from '@/lib/client/format';
import { durationOf, TRIGGER_WORDS } from '@/components/connection/run-words';
import type { Run, RunStatus } from '@/lib/contract/runs';

const SHOWN = 30;
const HEIGHT_PX = 72;
const LEAST_PX = 8;

/**
 * Colour and pattern: a failed run is hatched, a partial one dotted, one that did nothing is
 * hollow.
 */
const BARS: Record<RunStatus, string> = {
  completed: 'bg-ok',
  partial: 'bg-warn dotted-fill',
  failed: 'bg-bad hatched',
  running: 'bg-info animate-pulse',
  pending: 'border border-idle',
  cancelled: 'border border-idle',
  skipped_locked: 'border border-dashed border-idle',
};

/**
 * The last runs, oldest left: height is duration from zero, colour and pattern the outcome. Arrow
 * keys walk, Enter opens.
 */
export function RunTimeline({
  runs,
  now_ms,
  onOpen,
}: {
  runs: readonly Run[];
  now_ms: number;
  onOpen: (run: Run) => void;
}) {
  const shown = runs.slice(0, SHOWN).reverse();
  const [at, setAt] = useState<number | null>(null);
  const longest = Math.max(...shown.map((run) => durationOf(run, now_ms) ?? 0), 1);
  const selected = shown[at ?? shown.length - 1];
  const walk = (event: KeyboardEvent<HTMLElement>, i: number) => {
    const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('button')[to]?.focus();
  };
  if (!selected) return null;
  const failed = shown.filter((run) => run.status === 'failed').length;
  return (
    <div className="px-4 py-4">
      <div
        role="group"
        aria-label={`Last ${count(shown.length, 'run')}, ${failed} failed. Arrow keys move between them.`}
        onMouseLeave={() => setAt(null)}
        className="border-line flex items-end gap-[3px] border-b"
        style={{ height: HEIGHT_PX + 4 }}
      >
        {shown.map((run, i) => (
          <Bar
            key={run.id}
            run={run}
            now_ms={now_ms}
            share={(durationOf(run, now_ms) ?? 0) / longest}
            faded={at !== null && run !== selected}
            tabIndex={i === (at ?? shown.length - 1) ? 0 : -1}
            onLook={() => setAt(i)}
            onKeyDown={(e) => walk(e, i)}
            onClick={() => onOpen(run)}
          />
        ))}
      </div>
      <Caption run={selected} now_ms={now_ms} />
    </div>
  );
}

function Bar({
  run,
  now_ms,
  share,
  faded,
  onLook,
  ...button
}: {
  run: Run;
  now_ms: number;
  /** Of the longest of them. */
  share: number;
  faded: boolean;
  onLook: () => void;
  tabIndex: number;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={spoken(run, durationOf(run, now_ms), now_ms)}
      onMouseEnter={onLook}
      onFocus={onLook}
      className="group flex h-full max-w-6 min-w-0 flex-1 items-end focus-visible:outline-offset-1"
      {...button}
    >
      <span
        className={cn(
          'block w-full rounded-t-[3px] transition-opacity',
          BARS[run.status],
          faded && 'opacity-45',
        )}
        style={{ height: Math.max(LEAST_PX, Math.round(share * HEIGHT_PX)) }}
      />
    </button>
  );
}

/** The run that is looked at, in words. */
function Caption({ run, now_ms }: { run: Run; now_ms: number }) {
  const sign = RUN_SIGNS[run.status];
  const ms = run.finished_at === null ? null : durationOf(run, now_ms);
  return (
    <p className="mt-2.5 flex min-h-5 flex-wrap items-center gap-x-3 gap-y-0.5 text-xs">
      <span className={cn('inline-flex items-center gap-1.5 font-medium', TONE_TEXT[sign.tone])}>
        <SignIcon sign={sign} />
        {sign.word}
      </span>
      <Time iso={run.started_at ?? run.created_at} className="text-muted" />
      <span className="text-muted">{TRIGGER_WORDS[run.triggered_by]}</span>
      {ms === null ? null : <span className="text-muted tabular">{formatDuration(ms)}</span>}
      {run.finished_at === null ? null : (
        <span className="text-muted tabular">{count(run.records_written, 'record')} written</span>
      )}
    </p>
  );
}

/** A bar in words, for whoever does not see it. */
function spoken(run: Run, ms: number | null, now_ms: number): string {
  const parts = [
    RUN_SIGNS[run.status].word,
    run.started_at ? formatRelative(run.started_at, now_ms) : 'never started',
    ...(ms === null ? [] : [`took ${formatDuration(ms)}`]),
    `${count(run.records_written, 'record')} written`,
  ];
  return `${parts.join(', ')}. Open.`;
}
