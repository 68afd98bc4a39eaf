'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { useEffect, useState } from 'react';
import { RecordRow } from '@/components/connection/record-row';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput, Select } from '@/components/ui/input';
import { LoadMore } from '@/components/ui/load-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { cn } from '@/components/ui/cn';
import { queries } from '@/lib/client/queries';

const TYPING_PAUSE_MS = 250;

/**
 * The synced records themselves, newest first, each with its whole content behind it. Longer than a
 * screen: filters, list and the way to more share their state.
 */
export function RecordsTab({ id }: { id: string }) {
  const workspace = useWorkspace();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [stream, setStream] = useState('');
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
  const rows = records.data?.pages.flatMap((page) => page.records) ?? [];
  const showAll = () => {
    setTyped('');
    setQ('');
    setStream('');
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <SearchInput
          label="Search records"
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          className="w-full sm:w-72"
        />
        <Select
          small
          aria-label="Stream"
          value={stream}
          onChange={(e) => setStream(e.target.value)}
          className="w-full sm:w-44"
        >
          <option value="">All streams</option>
          {streams.map((s) => (
            <option key={s.stream} value={s.stream}>
              {s.label}
            </option>
          ))}
        </Select>
      </div>
      <Card
        className={cn(
          'overflow-hidden transition-opacity',
          records.isPlaceholderData && 'opacity-60',
        )}
      >
        {rows.length > 0 ? (
          <ul aria-label="Records" className="divide-line divide-y">
            {rows.map((r) => (
              <li key={`${r.stream}/${r.id}`}>
                <RecordRow record={r} stream={labels.get(r.stream)} />
              </li>
            ))}
          </ul>
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
    </div>
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
  if (pending) return <SkeletonRows rows={8} label="Loading records" />;
  if (error) return <ErrorState error={error} retry={retry} />;
  if (showAll)
    return (
      <EmptyState
        icon={<Database />}
        title="No record matches"
        actions={<Button onClick={showAll}>Show all</Button>}
      />
    );
  return (
    <EmptyState icon={<Database />} title="No records yet">
      They appear here page by page while the first sync runs.
    </EmptyState>
  );
}
