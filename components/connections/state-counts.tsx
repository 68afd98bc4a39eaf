'use client';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Select } from '@/components/ui/input';
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
  const t = useTranslations();
  const total = Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0);
  const shown = ORDER.filter((state) => (counts?.[state] ?? 0) > 0 || state === selected);
  return (
    <>
      <Select
        small
        aria-label={t('connections.status')}
        value={selected ?? ''}
        onChange={(e) => onSelect(e.target.value === '' ? null : (e.target.value as State))}
        className="md:hidden"
      >
        <option value="">{t('connections.allStatuses')}</option>
        {shown.map((state) => (
          <option key={state} value={state}>
            {t(STATE_SIGNS[state].word)} ({formatNumber(counts?.[state] ?? 0, t)})
          </option>
        ))}
      </Select>
      <div
        role="group"
        aria-label={t('connections.filterByStatus')}
        className="flex flex-wrap items-center gap-1 max-md:hidden"
      >
        <Chip on={selected === null} onPick={() => onSelect(null)} count={total}>
          {t('connections.all')}
        </Chip>
        {shown.map((state) => {
          const on = state === selected;
          const sign = STATE_SIGNS[state];
          return (
            <Chip
              key={state}
              on={on}
              onPick={() => onSelect(on ? null : state)}
              count={counts?.[state] ?? 0}
            >
              <SignIcon sign={sign} className={on ? undefined : TONE_TEXT[sign.tone]} />
              {t(sign.word)}
            </Chip>
          );
        })}
      </div>
    </>
  );
}

/** A filter with how many it lets through. */
const Chip = ({
  on,
  onPick,
  count,
  children,
}: {
  on: boolean;
  onPick: () => void;
  count: number;
  children: React.ReactNode;
}) => {
  const t = useTranslations();
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPick}
      className={cn(
        'text-2xs inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2 font-medium',
        'transition-colors',
        on
          ? 'border-ink bg-ink text-canvas'
          : 'border-line bg-surface text-ink hover:border-line-strong hover:bg-hover',
      )}
    >
      {children} <span className="tabular opacity-70">{formatNumber(count, t)}</span>
    </button>
  );
};
