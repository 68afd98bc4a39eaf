'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FreshnessLine } from '@/components/freshness/freshness-line';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time, useNow } from '@/components/ui/time';
import { ENTITY_WORDS } from '@/lib/client/entity-words';
import { formatNumber } from '@/lib/client/format';
import { spanFor } from '@/lib/client/ledger';
import { queries } from '@/lib/client/queries';
import { inSentence } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';
import type { Run } from '@/lib/contract/runs';

const ROW = cn(
  'grid min-h-11.5 grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-5 gap-y-1 py-2 text-xs',
  'md:grid-cols-[190px_minmax(0,1fr)_72px_84px]',
);

/** Each stream with its own line of freshness, how much it holds, and what changed in a day. */
export function StreamLines({ connection: c }: { connection: Connection }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const entities = useQuery(queries.entities(workspace, c.id));
  const freshness = useQuery(queries.freshness(workspace, c.id)).data;
  const runs = useQuery(queries.runs(workspace, c.id)).data?.runs ?? [];
  const now_ms = useNow();
  const span_ms = spanFor([c.created_at], now_ms);
  if (entities.isPending) return <SkeletonRows rows={5} label={t('connection.loadingStreams')} />;
  if (entities.isError)
    return <ErrorState error={entities.error} retry={() => void entities.refetch()} />;
  const { streams } = entities.data;
  if (streams.length === 0) return <EmptyState title={t('connection.nothingHasBeenSyncedYet')} />;
  const lines = new Map(freshness?.streams.map((s) => [s.stream, s]));
  return (
    <>
      <ul
        aria-label={t('connection.streams')}
        className="divide-line border-line divide-y border-y"
      >
        {streams.map((s) => {
          const line = lines.get(s.stream);
          return (
            <li key={s.stream} className={ROW}>
              <span className="min-w-0 break-words">
                <span className="font-medium">{s.label}</span>{' '}
                <span className="text-muted">{inSentence(t(ENTITY_WORDS[s.entity]), t)}</span>
              </span>
              <span className="min-w-0 max-md:order-last max-md:col-span-3">
                <FreshnessLine
                  subject={{
                    freshness: {
                      marks: line?.marks ?? [],
                      promise_ms: freshness?.promise_ms ?? null,
                      next_at: freshness?.next_at ?? null,
                    },
                    current_to: s.current_to,
                    since: c.created_at,
                  }}
                  span_ms={span_ms}
                />
              </span>
              <span className="tabular text-right">{formatNumber(s.count, t)}</span>
              <span className="tabular text-muted text-right whitespace-nowrap">
                {t('connection.changedADay', { changed: line?.changed ?? 0 })}
              </span>
            </li>
          );
        })}
      </ul>
      <LastFullReading runs={runs} />
    </>
  );
}

/** When everything was read last, and what the increments before it had missed. */
function LastFullReading({ runs }: { runs: readonly Run[] }) {
  const t = useTranslations();
  const full = runs.find((run) => run.sync_type === 'full' && run.status === 'completed');
  const finished_at = full?.finished_at;
  if (!finished_at) return null;
  return (
    <p className="text-muted mt-3 text-xs">
      {t.rich('connection.lastFullReadingIncrementsBefore', {
        records_missed: full.records_missed,
        time: () => <Time iso={finished_at} />,
      })}
    </p>
  );
}
