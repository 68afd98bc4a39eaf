'use client';
import { scaleUtc } from 'd3-scale';
import { useTranslations } from 'next-intl';
import { durationOf, TRIGGER_WORDS } from '@/components/connection/run-words';
import { useWalk } from '@/components/charts/use-walk';
import { useWidth } from '@/components/charts/use-width';
import { useZone } from '@/components/hooks/use-zone';
import { cn } from '@/components/ui/cn';
import { RUN_SIGNS, SignIcon, TONE_TEXT } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { formatDuration, localeOf } from '@/lib/client/format';
import type { Run, RunStatus } from '@/lib/contract/runs';

const HEIGHT_PX = 72;
const LEAST_PX = 8;
const BAR_PX = 6;
const TICK_EVERY_PX = 150;
/** A moment that would be cut at the edge is left out. */
const EDGE_PX = 32;
const DAY_MS = 86_400_000;
/** A shorter stretch would draw runs of one minute as if they were a day. */
const LEAST_MS = 600_000;

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

const startOf = (run: Run): number => Date.parse(run.started_at ?? run.created_at);

/**
 * The runs on a time axis, from the oldest shown to now: height is duration from zero, colour and
 * pattern the outcome. Arrow keys walk, Enter opens. Longer than a screen: one drawing.
 */
export function RunTimeline({
  runs,
  now_ms,
  onOpen,
}: {
  /** Newest first, as they are listed. */
  runs: readonly Run[];
  now_ms: number;
  onOpen: (run: Run) => void;
}) {
  const t = useTranslations();
  const [box, width] = useWidth(900);
  const shown = runs.toReversed();
  const { at, look, chart } = useWalk(shown.length);
  const longest = Math.max(...shown.map((run) => durationOf(run, now_ms) ?? 0), 1);
  const from_ms = Math.min(startOf(shown[0]!), now_ms - LEAST_MS);
  const x = scaleUtc([from_ms, now_ms], [0, width - BAR_PX]);
  const looked = shown[at ?? shown.length - 1]!;
  const failed = shown.filter((run) => run.status === 'failed').length;
  const label = t('connection.lastRunByTimeFailed', { count: shown.length, failed });
  return (
    <div className="px-4 py-4">
      <div ref={box} className="overflow-x-clip">
        <div
          {...chart}
          role="application"
          aria-roledescription={t('connection.chart')}
          aria-label={label}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onOpen(looked);
            else chart.onKeyDown(event);
          }}
          className="border-line relative border-b"
          style={{ height: HEIGHT_PX + 4 }}
        >
          {shown.map((run, i) => (
            <button
              key={run.id}
              type="button"
              tabIndex={-1}
              aria-hidden
              onMouseEnter={() => look(i)}
              onClick={() => onOpen(run)}
              className={cn(
                'absolute bottom-0 rounded-t-[3px] transition-opacity',
                BARS[run.status],
                at !== null && i !== at && 'opacity-45',
              )}
              style={{
                left: x(startOf(run)),
                width: BAR_PX,
                height: Math.max(
                  LEAST_PX,
                  Math.round(((durationOf(run, now_ms) ?? 0) / longest) * HEIGHT_PX),
                ),
              }}
            />
          ))}
        </div>
        <Ticks x={x} width={width} />
      </div>
      <Caption run={looked} now_ms={now_ms} />
    </div>
  );
}

/** Moments under the axis, in the reader's zone. */
function Ticks({ x, width }: { x: ReturnType<typeof scaleUtc<number>>; width: number }) {
  const t = useTranslations();
  const timeZone = useZone();
  const [from, to] = x.domain() as [Date, Date];
  const long = to.getTime() - from.getTime() > DAY_MS;
  const ticks = x
    .ticks(Math.max(2, Math.floor(width / TICK_EVERY_PX)))
    .filter((tick) => x(tick) > EDGE_PX && x(tick) < width - EDGE_PX);
  return (
    <div aria-hidden className="text-muted text-2xs tabular relative h-5 overflow-hidden">
      {ticks.map((tick) => (
        <span
          key={tick.getTime()}
          className="absolute top-0.5 -translate-x-1/2 whitespace-nowrap"
          style={{ left: x(tick) }}
        >
          {tick.toLocaleString(localeOf(t), {
            ...(long ? { month: 'short', day: 'numeric' } : {}),
            hour: '2-digit',
            minute: '2-digit',
            hour12: false,
            timeZone,
          })}
        </span>
      ))}
    </div>
  );
}

/** The run that is looked at, in words. */
function Caption({ run, now_ms }: { run: Run; now_ms: number }) {
  const t = useTranslations();
  const sign = RUN_SIGNS[run.status];
  const ms = run.finished_at === null ? null : durationOf(run, now_ms);
  return (
    <p
      role="status"
      className="mt-1.5 flex min-h-5 flex-wrap items-center gap-x-3 gap-y-0.5 text-xs"
    >
      <span className={cn('inline-flex items-center gap-1.5 font-medium', TONE_TEXT[sign.tone])}>
        <SignIcon sign={sign} />
        {t(sign.word)}
      </span>
      <Time iso={run.started_at ?? run.created_at} className="text-muted" />
      <span className="text-muted">{t(TRIGGER_WORDS[run.triggered_by])}</span>
      {ms === null ? null : <span className="text-muted tabular">{formatDuration(ms, t)}</span>}
      {run.finished_at === null ? null : (
        <span className="text-muted tabular">
          {t('connection.recordWritten', { records_written: run.records_written })}
        </span>
      )}
    </p>
  );
}
