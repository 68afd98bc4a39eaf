'use client';
import { cn } from '@/components/ui/cn';
import { SignIcon, STATE_SIGNS, TONE_TEXT } from '@/components/ui/status-pill';
import { formatNumber } from '@/lib/client/format';
import type { State } from '@/lib/contract/state';

/** Worst first, as a person would want to be told. */
const ORDER: State[] = [
  'needs_reauth',
  'error',
  'unfinished',
  'degraded',
  'rate_limited',
  'stale',
  'syncing',
  'healthy',
  'paused',
  'disconnected',
];

/** How many connections are in each state; each count filters the list. */
export function StateCounts({
  counts,
  selected,
  onSelect,
}: {
  counts: Partial<Record<State, number>> | undefined;
  selected: State | null;
  onSelect: (state: State | null) => void;
}) {
  const total = Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0);
  const chip = (key: string, on: boolean, pick: State | null, content: React.ReactNode) => (
    <button
      key={key}
      type="button"
      aria-pressed={on}
      onClick={() => onSelect(pick)}
      className={cn(
        'text-2xs inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2 font-medium transition-colors',
        on
          ? 'border-ink bg-ink text-canvas'
          : 'border-line bg-surface text-ink hover:border-line-strong hover:bg-hover',
      )}
    >
      {content}
    </button>
  );
  return (
    <div
      role="group"
      aria-label="Filter by status"
      className="-mx-4 flex h-9 [scrollbar-width:none] items-center gap-1 overflow-x-auto px-4 md:-mx-1 md:px-1"
    >
      {chip(
        'all',
        selected === null,
        null,
        <>
          All <span className="tabular opacity-70">{formatNumber(total)}</span>
        </>,
      )}
      {ORDER.filter((state) => (counts?.[state] ?? 0) > 0 || state === selected).map((state) => {
        const on = state === selected;
        const sign = STATE_SIGNS[state];
        return chip(
          state,
          on,
          on ? null : state,
          <>
            <SignIcon sign={sign} className={on ? undefined : TONE_TEXT[sign.tone]} />
            {sign.word}{' '}
            <span className="tabular opacity-70">{formatNumber(counts?.[state] ?? 0)}</span>
          </>,
        );
      })}
    </div>
  );
}
