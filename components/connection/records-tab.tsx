'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput, Select } from '@/components/ui/input';
import { LoadMore } from '@/components/ui/load-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { whenNeeded } from '@/components/ui/when-needed';
import { humanize } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import { columnsOf, titleOf, type Column } from '@/lib/client/record-columns';
import type { SyncedRecord } from '@/lib/contract/runs';

const RecordDrawer = whenNeeded(() =>
  import('@/components/connection/record-drawer').then((m) => m.RecordDrawer),
);
const FieldsDrawer = whenNeeded(() =>
  import('@/components/connection/fields-drawer').then((m) => m.FieldsDrawer),
);

const TYPING_PAUSE_MS = 250;

/**
 * The synced records themselves, newest first: of one stream in its columns, each with its whole
 * content at the side. Longer than a screen: filters, table and drawer share their state.
 */
export function RecordsTab({ id, app }: { id: string; app: string }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [stream, setStream] = useQueryState('stream', parseAsString.withDefault(''));
  const [open, setOpen] = useState<string | null>(null);
  const [showsFields, setShowsFields] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const streams = useQuery(queries.entities(workspace, id)).data?.streams ?? [];
  const labels = new Map(streams.map((s) => [s.stream, s.label]));
  const records = useInfiniteQuery({
    ...queries.records(workspace, id, { ...(stream ? { stream } : {}), ...(q ? { q } : {}) }),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(
    () => records.data?.pages.flatMap((page) => page.records) ?? [],
    [records.data],
  );
  const at = rows.findIndex((r) => keyOf(r) === open);
  const step = (by: -1 | 1) => {
    const to = rows[at + by];
    return to ? () => setOpen(keyOf(to)) : null;
  };
  const labelOf = (r: SyncedRecord) => labels.get(r.stream) ?? humanize(r.stream);
  const showAll = () => {
    setTyped('');
    setQ('');
    void setStream(null);
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <SearchInput
          label={t('connection.searchRecords')}
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          className="w-full sm:w-72"
        />
        <Select
          small
          aria-label={t('connection.stream')}
          value={stream}
          onChange={(e) => void setStream(e.target.value || null)}
          className="w-full sm:w-44"
        >
          <option value="">{t('connection.allStreams')}</option>
          {streams.map((s) => (
            <option key={s.stream} value={s.stream}>
              {s.label}
            </option>
          ))}
        </Select>
        {stream ? (
          <Button size="sm" onClick={() => setShowsFields(true)}>
            {t('connection.fields')}
          </Button>
        ) : null}
      </div>
      <Card
        className={cn(
          'overflow-hidden transition-opacity',
          records.isPlaceholderData && 'opacity-60',
        )}
      >
        {rows.length > 0 ? (
          <Rows rows={rows} streamOf={stream ? null : labelOf} onOpen={(r) => setOpen(keyOf(r))} />
        ) : (
          <Instead
            pending={records.isPending}
            error={records.error}
            retry={() => void records.refetch()}
            showAll={q || stream ? showAll : undefined}
          />
        )}
        <LoadMore list={records} />
      </Card>
      {rows[at] ? (
        <RecordDrawer
          record={rows[at]}
          stream={labelOf(rows[at])}
          app={app}
          onStep={step}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {stream && showsFields ? (
        <FieldsDrawer
          id={id}
          stream={stream}
          label={labels.get(stream) ?? humanize(stream)}
          onClose={() => setShowsFields(false)}
        />
      ) : null}
    </div>
  );
}

const keyOf = (r: SyncedRecord): string => `${r.stream}/${r.id}`;

/** The records as rows. `streamOf`: they are of several streams, and only what all have is shown. */
function Rows({
  rows,
  streamOf,
  onOpen,
}: {
  rows: readonly SyncedRecord[];
  streamOf: ((r: SyncedRecord) => string) | null;
  onOpen: (r: SyncedRecord) => void;
}) {
  const t = useTranslations();
  const own = useMemo(() => columnsOf(rows), [rows]);
  const columns: readonly Column[] = streamOf
    ? [{ label: t('connection.stream'), read: streamOf }]
    : own;
  return (
    <Table label={t('connection.records')}>
      <thead>
        <tr>
          <Th>{t('connection.record')}</Th>
          {columns.map(({ label }) => (
            <Th key={label}>{label}</Th>
          ))}
          <Th className="text-right">{t('connection.changed')}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={keyOf(r)} className="hover:bg-hover relative">
            <Td className="min-w-40 md:max-w-72">
              <button
                type="button"
                onClick={() => onOpen(r)}
                className="stretched flex min-h-6 w-full min-w-0 items-center gap-2 text-left font-medium"
              >
                <span className={cn('truncate', r.deleted && 'text-muted line-through')}>
                  {titleOf(r)}
                </span>
                {r.deleted ? <Badge>{t('connection.deleted')}</Badge> : null}
              </button>
            </Td>
            {columns.map(({ label, read }) => (
              <Td key={label} label={label} className="text-muted md:max-w-48">
                <span className="tabular block min-w-0 truncate">{read(r) ?? '–'}</span>
              </Td>
            ))}
            <Td label={t('connection.changed')} className="text-muted text-right whitespace-nowrap">
              <Time iso={r.updated_at} className="relative" />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What stands where no record does. `showAll`: the filters are why. */
function Instead({
  pending,
  error,
  retry,
  showAll,
}: {
  pending: boolean;
  error: unknown;
  retry: () => void;
  showAll?: () => void;
}) {
  const t = useTranslations();
  if (pending) return <SkeletonRows rows={8} label={t('connection.loadingRecords')} />;
  if (error) return <ErrorState error={error} retry={retry} />;
  if (showAll)
    return (
      <EmptyState
        icon={<Database />}
        title={t('connection.noRecordMatches')}
        actions={<Button onClick={showAll}>{t('connection.showAll')}</Button>}
      />
    );
  return (
    <EmptyState icon={<Database />} title={t('connection.noRecordsYet')}>
      {t('connection.theyAppearHerePageBy')}
    </EmptyState>
  );
}
