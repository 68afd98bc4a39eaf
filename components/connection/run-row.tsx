'use client';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { durationOf, TRIGGER_WORDS } from '@/components/connection/run-words';
import { cn } from '@/components/ui/cn';
import { Pill, RUN_SIGNS } from '@/components/ui/status-pill';
import { Td, Th } from '@/components/ui/table';
import { Time, useNow } from '@/components/ui/time';
import { formatDuration, formatNumber } from '@/lib/client/format';
import type { Run } from '@/lib/contract/runs';

/** How many cells a row of runs has. */
export const RUN_COLUMNS = 9;

/** The head of a list of runs. */
export const RunColumns = () => {
  const t = useTranslations();
  return (
    <thead>
      <tr>
        <Th className="pr-0">
          <span className="sr-only">{t('connection.outcomeFilter')}</span>
        </Th>
        <Th className="px-2">
          <span className="sr-only">{t('connection.compare')}</span>
        </Th>
        <Th className="pl-2">{t('connection.outcome')}</Th>
        <Th>{t('connection.started')}</Th>
        <Th>{t('connection.why')}</Th>
        <Th className="text-right">{t('connection.took')}</Th>
        <Th className="text-right">{t('connection.created')}</Th>
        <Th className="text-right">{t('connection.updated')}</Th>
        <Th className="text-right">{t('connection.deleted')}</Th>
      </tr>
    </thead>
  );
};

/** A run and its numbers; the whole row opens it. Longer than a screen: one cell after the other. */
export function RunRow({
  run,
  on,
  picked,
  onPick,
  onToggle,
}: {
  run: Run;
  on: boolean;
  picked: boolean;
  onPick: () => void;
  onToggle: () => void;
}) {
  const t = useTranslations();
  const now_ms = useNow();
  const ms = durationOf(run, now_ms);
  const line = on && 'border-b-0';
  const { word } = RUN_SIGNS[run.status];
  return (
    <tr className="hover:bg-hover relative">
      <Td className={cn('w-8 pr-0 max-md:absolute max-md:top-2.5 max-md:right-2 max-md:p-0', line)}>
        <button
          type="button"
          aria-expanded={on}
          aria-label={t('connection.whatCameThisRun', { word: t(word) })}
          onClick={onToggle}
          className="stretched text-muted grid size-6 place-items-center"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-4 transition-transform duration-150', on && 'rotate-90')}
          />
        </button>
      </Td>
      <Td
        className={cn('w-8 px-2 max-md:absolute max-md:top-2.5 max-md:right-10 max-md:p-0', line)}
      >
        <label className="relative grid size-6 cursor-pointer place-items-center">
          <input
            type="checkbox"
            aria-label={t('connection.compareRun', {
              started_at: run.started_at ?? run.created_at,
            })}
            checked={picked}
            onChange={onPick}
            className="accent-accent size-4 cursor-pointer"
          />
        </label>
      </Td>
      <Td className={cn('md:pl-2', line)}>
        <Pill sign={RUN_SIGNS[run.status]} />
      </Td>
      <Td label={t('connection.started')} className={cn('text-muted whitespace-nowrap', line)}>
        <Time iso={run.started_at ?? run.created_at} className="relative" />
      </Td>
      <Td label={t('connection.why')} className={cn('text-muted whitespace-nowrap', line)}>
        {t(TRIGGER_WORDS[run.triggered_by])}
        {run.sync_type === 'full' ? t('connection.fullSuffix') : ''}
      </Td>
      <Td
        label={t('connection.took')}
        className={cn('tabular text-muted text-right whitespace-nowrap', line)}
      >
        {ms === null ? '–' : formatDuration(ms, t)}
      </Td>
      <Td label={t('connection.created')} className={cn('tabular text-right', line)}>
        {formatNumber(run.records_created, t)}
      </Td>
      <Td label={t('connection.updated')} className={cn('tabular text-right', line)}>
        {formatNumber(run.records_updated, t)}
      </Td>
      <Td label={t('connection.deleted')} className={cn('tabular text-right', line)}>
        {formatNumber(run.records_deleted, t)}
      </Td>
    </tr>
  );
}
