'use client';
import { OutcomeWord } from '@/components/connection/outcome-word';
import { durationOf, TRIGGER_WORDS } from '@/components/connection/run-words';
import { cn } from '@/components/ui/cn';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { Pill, RUN_SIGNS } from '@/components/ui/status-pill';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { formatDuration, formatNumber, humanize } from '@/lib/client/format';
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
  const [older, newer] = runs.toSorted((a, b) => a.created_at.localeCompare(b.created_at)) as [
    Run,
    Run,
  ];
  const names = [...new Set([...older.streams, ...newer.streams].map((outcome) => outcome.stream))];
  return (
    <Dialog wide title="Two runs compared" onClose={onClose}>
      <DialogBody className="max-h-[70dvh] space-y-5 overflow-y-auto">
        <Table label="The runs">
          <thead>
            <tr>
              <Th>
                <span className="sr-only">What</span>
              </Th>
              <Th>Older</Th>
              <Th>Newer</Th>
            </tr>
          </thead>
          <tbody>
            <Line
              name="Outcome"
              of={[older, newer]}
              show={(run) => <Pill sign={RUN_SIGNS[run.status]} />}
            />
            <Line
              name="Started"
              of={[older, newer]}
              show={(run) => <Time iso={run.started_at ?? run.created_at} />}
            />
            <Line
              name="Why"
              of={[older, newer]}
              show={(run) =>
                `${TRIGGER_WORDS[run.triggered_by]}${run.sync_type === 'full' ? ', full' : ''}`
              }
            />
            <Line name="Took" of={[older, newer]} show={took} />
            <Line name="Error" of={[older, newer]} show={(run) => run.error_message ?? '–'} />
          </tbody>
        </Table>
        <Table label="Their streams">
          <thead>
            <tr>
              <Th>Stream</Th>
              <Th>Older</Th>
              <Th>Newer</Th>
              <Th className="text-right">Difference in records read</Th>
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
                  <Td label="Older">
                    <Outcome outcome={a} />
                  </Td>
                  <Td label="Newer">
                    <Outcome outcome={b} />
                  </Td>
                  <Td label="Difference" className="tabular text-right">
                    {difference((b?.records_read ?? 0) - (a?.records_read ?? 0))}
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
  return (
    <tr>
      <Td className="text-muted w-28">{name}</Td>
      {of.map((run, i) => (
        <Td key={run.id} label={i === 0 ? 'Older' : 'Newer'} className="tabular">
          {show(run)}
        </Td>
      ))}
    </tr>
  );
}

const took = (run: Run): string => {
  const ms = run.finished_at === null ? null : durationOf(run, 0);
  return ms === null ? '–' : formatDuration(ms);
};

function Outcome({ outcome: o }: { outcome: StreamOutcome | undefined }) {
  if (!o) return <span className="text-muted">Not part of it</span>;
  return (
    <>
      <OutcomeWord status={o.status} />
      <span
        className={cn('text-2xs block', o.error_message ? 'text-bad-ink' : 'text-muted tabular')}
      >
        {o.error_message ??
          `${formatNumber(o.records_read)} read, ${formatNumber(o.records_created)} created, ` +
            `${formatNumber(o.records_updated)} updated, ${formatNumber(o.records_deleted)} deleted`}
      </span>
    </>
  );
}

/** "+12", "−3", "none". */
function difference(n: number): string {
  if (n === 0) return 'none';
  return n > 0 ? `+${formatNumber(n)}` : `−${formatNumber(-n)}`;
}
