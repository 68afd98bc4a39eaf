'use client';
import { useTranslations } from 'next-intl';
import { OutcomeWord } from '@/components/connection/outcome-word';
import { durationOf, TRIGGER_WORDS } from '@/components/connection/run-words';
import { cn } from '@/components/ui/cn';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { Pill, RUN_SIGNS } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { formatDuration, formatNumber, humanize } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Run, StreamOutcome } from '@/lib/contract/runs';

/**
 * Two runs side by side, the older one left: as wholes, then stream by stream, with what differs.
 * Longer than a screen: two tables of one dialog.
 */
export function RunCompare({
  runs,
  entry,
  onClose,
}: {
  runs: readonly [Run, Run];
  entry: CatalogEntry | undefined;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [older, newer] = runs.toSorted((a, b) => a.created_at.localeCompare(b.created_at)) as [
    Run,
    Run,
  ];
  const names = [...new Set([...older.streams, ...newer.streams].map((outcome) => outcome.stream))];
  return (
    <Dialog wide title={t('connection.twoRunsCompared')} onClose={onClose}>
      <DialogBody className="max-h-[70dvh] space-y-5 overflow-y-auto">
        <Table label={t('connection.theRuns')}>
          <thead>
            <tr>
              <Th>
                <span className="sr-only">{t('connection.what')}</span>
              </Th>
              <Th>{t('connection.older')}</Th>
              <Th>{t('connection.newer')}</Th>
            </tr>
          </thead>
          <tbody>
            <Line
              name={t('connection.factOutcome')}
              of={[older, newer]}
              show={(run) => <Pill sign={RUN_SIGNS[run.status]} />}
            />
            <Line
              name={t('connection.factStarted')}
              of={[older, newer]}
              show={(run) => <Time iso={run.started_at ?? run.created_at} />}
            />
            <Line
              name={t('connection.factWhy')}
              of={[older, newer]}
              show={(run) =>
                t('connection.triggerOf', {
                  trigger: t(TRIGGER_WORDS[run.triggered_by]),
                  full: String(run.sync_type === 'full'),
                })
              }
            />
            <Line
              name={t('connection.factTook')}
              of={[older, newer]}
              show={(run) => took(run, t)}
            />
            <Line
              name={t('connection.factError')}
              of={[older, newer]}
              show={(run) => run.error_message ?? '–'}
            />
          </tbody>
        </Table>
        <Table label={t('connection.theirStreams')}>
          <thead>
            <tr>
              <Th>{t('connection.stream')}</Th>
              <Th>{t('connection.older')}</Th>
              <Th>{t('connection.newer')}</Th>
              <Th className="text-right">{t('connection.differenceRecordsRead')}</Th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const [a, b] = [older, newer].map((run) =>
                run.streams.find((outcome) => outcome.stream === name),
              );
              return (
                <tr key={name}>
                  <Td className="font-medium">
                    {entry?.streams.find((s) => s.name === name)?.label ?? humanize(name)}
                  </Td>
                  <Td label={t('connection.older')}>
                    <Outcome outcome={a} />
                  </Td>
                  <Td label={t('connection.newer')}>
                    <Outcome outcome={b} />
                  </Td>
                  <Td label={t('connection.difference')} className="tabular text-right">
                    {difference((b?.records_read ?? 0) - (a?.records_read ?? 0), t)}
                  </Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </DialogBody>
    </Dialog>
  );
}

function Line({
  name,
  of,
  show,
}: {
  name: string;
  of: readonly [Run, Run];
  show: (run: Run) => React.ReactNode;
}) {
  const t = useTranslations();
  return (
    <tr>
      <Td className="text-muted w-28">{name}</Td>
      {of.map((run, i) => (
        <Td
          key={run.id}
          label={i === 0 ? t('connection.older') : t('connection.newer')}
          className="tabular"
        >
          {show(run)}
        </Td>
      ))}
    </tr>
  );
}

const took = (run: Run, t: Words): string => {
  const ms = run.finished_at === null ? null : durationOf(run, 0);
  return ms === null ? '–' : formatDuration(ms, t);
};

function Outcome({ outcome: o }: { outcome: StreamOutcome | undefined }) {
  const t = useTranslations();
  if (!o) return <span className="text-muted">{t('connection.notPart')}</span>;
  return (
    <>
      <OutcomeWord status={o.status} />
      <span
        className={cn('text-2xs block', o.error_message ? 'text-bad-ink' : 'text-muted tabular')}
      >
        {o.error_message ??
          t('connection.readCreatedUpdatedDeleted', {
            records_read: o.records_read,
            records_created: o.records_created,
            records_updated: o.records_updated,
            records_deleted: o.records_deleted,
          })}
      </span>
    </>
  );
}

/** "+12", "−3", "none". */
function difference(n: number, t: Words): string {
  if (n === 0) return 'none';
  return n > 0 ? `+${formatNumber(n, t)}` : `−${formatNumber(-n, t)}`;
}
