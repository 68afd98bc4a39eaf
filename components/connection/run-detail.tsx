'use client';
import { useTranslations } from 'next-intl';
import { OutcomeWord } from '@/components/connection/outcome-word';
import { RunLog } from '@/components/connection/run-log';
import { REASON_WORDS } from '@/components/connection/run-words';
import { cn } from '@/components/ui/cn';
import { humanize } from '@/lib/client/format';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Run } from '@/lib/contract/runs';

/** What came of a run: its trouble, and each of its streams. */
export function RunDetail({
  connection_id,
  run,
  entry,
  onQuarantine,
}: {
  connection_id: string;
  run: Run;
  entry: CatalogEntry | undefined;
  onQuarantine: () => void;
}) {
  const t = useTranslations();
  return (
    <div className="bg-sunken rounded-tile px-4 py-3">
      <p className="text-muted text-2xs">
        {t('connection.run')} <code className="font-mono select-all">{run.id}</code>
      </p>
      {run.records_failed > 0 ? (
        <p className="mt-1 text-xs">
          <button
            type="button"
            onClick={onQuarantine}
            className="text-warn-ink inline-flex min-h-6 items-center font-medium underline underline-offset-2"
          >
            {t('connection.recordCouldNotStored', { records_failed: run.records_failed })}
          </button>
        </p>
      ) : null}
      {run.records_missed > 0 ? (
        <p className="text-muted mt-1 text-xs">
          {t('connection.thisFullPassFoundRecord', { records_missed: run.records_missed })}
        </p>
      ) : null}
      {run.error_message ? (
        <p className="text-bad-ink mt-1 text-xs">
          {run.error_reason ? (
            <span className="font-medium">{t(REASON_WORDS[run.error_reason])}: </span>
          ) : null}
          {run.error_message}
        </p>
      ) : null}
      <Streams run={run} entry={entry} />
      {run.status === 'skipped_locked' ? null : (
        <RunLog connection_id={connection_id} run_id={run.id} />
      )}
    </div>
  );
}

function Streams({ run, entry }: { run: Run; entry: CatalogEntry | undefined }) {
  const t = useTranslations();
  if (run.streams.length === 0)
    return (
      <p className="text-muted mt-2 text-xs">
        {run.status === 'skipped_locked'
          ? t('connection.anotherRunWasLiveSo')
          : t('connection.noStreamWasRead')}
      </p>
    );
  return (
    <ul className="divide-line mt-2 divide-y text-xs">
      {run.streams.map((s) => (
        <li
          key={s.stream}
          className={cn(
            'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-2',
            'md:grid-cols-[160px_110px_minmax(0,1fr)_auto]',
          )}
        >
          <span className="font-medium">
            {entry?.streams.find((x) => x.name === s.stream)?.label ?? humanize(s.stream)}
          </span>
          <OutcomeWord status={s.status} />
          <span
            className={cn(
              'text-pretty max-md:col-span-2',
              s.error_message ? 'text-bad-ink' : 'text-muted',
            )}
          >
            {s.error_message ?? ''}
          </span>
          <span className="tabular text-muted max-md:col-span-2">
            {t('connection.createdUpdatedDeletedRecordsFailed', {
              records_created: s.records_created,
              records_updated: s.records_updated,
              records_deleted: s.records_deleted,
              which: String(s.records_failed > 0),
              records_failed: s.records_failed,
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
