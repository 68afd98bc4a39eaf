'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Fragment, useEffect, useRef, useState } from 'react';
import { RunDetail } from '@/components/connection/run-detail';
import { RunColumns, RunRow, RUN_COLUMNS } from '@/components/connection/run-row';
import { RunTimeline } from '@/components/connection/run-timeline';
import { TRIGGER_WORDS } from '@/components/connection/run-words';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { RUN_SIGNS } from '@/components/ui/status-pill';
import { Table } from '@/components/ui/table';
import { useNow } from '@/components/ui/time';
import { whenNeeded } from '@/components/ui/when-needed';
import { queries } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Run, RunStatus } from '@/lib/contract/runs';

const RunCompare = whenNeeded(() =>
  import('@/components/connection/run-compare').then((m) => m.RunCompare),
);

const OUTCOMES = Object.keys(RUN_SIGNS) as RunStatus[];
const REASONS = Object.keys(TRIGGER_WORDS) as Run['triggered_by'][];

interface Props {
  id: string;
  entry: CatalogEntry | undefined;
  open: string | null;
  onOpen: (run_id: string | null) => void;
  onQuarantine: () => void;
}

/**
 * Every run with its numbers, on a time axis and as a list; two of them side by side. Longer than a
 * screen: filters, axis and list share their state.
 */
export function RunsTab({ id, entry, open, onOpen, onQuarantine }: Props) {
  const t = useTranslations();
  const [{ outcome, why }, filter] = useQueryStates(
    { outcome: parseAsStringLiteral(OUTCOMES), why: parseAsStringLiteral(REASONS) },
    { history: 'replace' },
  );
  const runs = useQuery({
    ...queries.runs(useWorkspace(), id, {
      ...(outcome ? { status: outcome } : {}),
      ...(why ? { triggered_by: why } : {}),
    }),
    placeholderData: keepPreviousData,
  });
  const now_ms = useNow();
  const [picked, pick] = useState<readonly string[]>([]);
  const [comparing, compare] = useState(false);
  const list = runs.data?.runs ?? [];
  const two = list.filter((run) => picked.includes(run.id));
  const toggle = (run: Run) =>
    pick((old) =>
      old.includes(run.id) ? old.filter((x) => x !== run.id) : [...old.slice(-1), run.id],
    );
  const filtered = outcome !== null || why !== null;
  if (list.length === 0 && !filtered)
    return (
      <Card>
        <Instead runs={runs} />
      </Card>
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label={t('connection.outcome')}
          every={t('connection.everyOutcome')}
          value={outcome}
          options={OUTCOMES.map((s) => [s, t(RUN_SIGNS[s].word)])}
          onChange={(value) => void filter({ outcome: value })}
        />
        <Choice
          label={t('connection.whyRan')}
          every={t('connection.whateverBegan')}
          value={why}
          options={REASONS.map((r) => [r, t(TRIGGER_WORDS[r])])}
          onChange={(value) => void filter({ why: value })}
        />
        <span className="text-muted ml-auto text-xs max-sm:ml-0">
          {two.length === 2 ? '' : t('connection.markTwoCompareThem')}
        </span>
        <Button disabled={two.length !== 2} onClick={() => compare(true)}>
          {t('connection.compare')}
        </Button>
      </div>
      {list.length === 0 ? (
        <EmptyState
          icon={<History />}
          title={t('connection.noRunMatches')}
          actions={<Button onClick={() => void filter(null)}>{t('connection.showAll')}</Button>}
        />
      ) : (
        <>
          <Card aria-label={t('connection.recentRuns')}>
            <RunTimeline runs={list} now_ms={now_ms} onOpen={(run) => onOpen(run.id)} />
          </Card>
          <Rows
            {...{ id, runs: list, entry, open, onOpen, onQuarantine, toggle }}
            picked={picked}
          />
        </>
      )}
      {comparing && two.length === 2 ? (
        <RunCompare runs={[two[0]!, two[1]!]} entry={entry} onClose={() => compare(false)} />
      ) : null}
    </div>
  );
}

/** One thing the runs can be kept to. */
function Choice<Value extends string>({
  label,
  every,
  value,
  options,
  onChange,
}: {
  label: string;
  every: string;
  value: Value | null;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value | null) => void;
}) {
  return (
    <Select
      small
      aria-label={label}
      value={value ?? ''}
      onChange={(e) => onChange((e.target.value || null) as Value | null)}
      className="w-full sm:w-44"
    >
      <option value="">{every}</option>
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </Select>
  );
}

function Rows({
  id,
  runs,
  entry,
  open,
  onOpen,
  onQuarantine,
  picked,
  toggle,
}: Props & { runs: readonly Run[]; picked: readonly string[]; toggle: (run: Run) => void }) {
  const t = useTranslations();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.querySelector('[aria-expanded=true]')?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <Card className="overflow-hidden">
      <Table label={t('connection.runs')}>
        <RunColumns />
        <tbody ref={body}>
          {runs.map((run) => {
            const on = run.id === open;
            return (
              <Fragment key={run.id}>
                <RunRow
                  run={run}
                  on={on}
                  picked={picked.includes(run.id)}
                  onPick={() => toggle(run)}
                  onToggle={() => onOpen(on ? null : run.id)}
                />
                {on ? (
                  <tr>
                    <td colSpan={RUN_COLUMNS} className="border-line border-b px-4 pt-1 pb-4">
                      <RunDetail
                        connection_id={id}
                        run={run}
                        entry={entry}
                        onQuarantine={onQuarantine}
                      />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}

/** What stands where no run does. */
function Instead({
  runs,
}: {
  runs: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
}) {
  const t = useTranslations();
  if (runs.isPending) return <SkeletonRows rows={8} label={t('connection.loadingRuns')} />;
  if (runs.isError) return <ErrorState error={runs.error} retry={() => void runs.refetch()} />;
  return (
    <EmptyState icon={<History />} title={t('connection.noRunYet')}>
      {t('connection.theFirstSyncShowsHere')}
    </EmptyState>
  );
}
