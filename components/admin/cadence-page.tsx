'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { call, type Output } from '@/lib/client/call';
import { count } from '@/lib/client/format';
import { keys, queries } from '@/lib/client/queries';
import type { Cadence } from '@/lib/contract/common';

const WORDS: Record<Cadence, string> = {
  '1m': 'every minute',
  '10m': 'every 10 minutes',
  '30m': 'every 30 minutes',
  '1h': 'every hour',
  '6h': 'every 6 hours',
  '1d': 'every day',
};

type Row = Output<'listCadences'>['connectors'][number];

/** How often each connector is read, for all workspaces of the installation. */
export function CadencePage() {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const cadences = useQuery(queries.cadences(workspace));
  const change = async (row: Row, sync_interval: Cadence | null) => {
    await attempt(
      call('setCadence', { type: row.type, sync_interval }, { workspace }),
      `${row.name} is read ${WORDS[sync_interval ?? row.default_interval]} now`,
    );
    await client.invalidateQueries({ queryKey: keys.cadences(workspace) });
  };
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title="Connector cadence">
        How often each connector is read, in every workspace. A change takes hold at once.
      </PageHeader>
      {cadences.isPending ? <SkeletonRows rows={8} label="Loading cadences" /> : null}
      {cadences.isError ? (
        <ErrorState error={cadences.error} retry={() => void cadences.refetch()} />
      ) : null}
      {cadences.data ? (
        <ul aria-label="Cadences" className="divide-line border-line divide-y border-y">
          {cadences.data.connectors.map((row) => (
            <CadenceRow key={row.type} row={row} onChange={(value) => void change(row, value)} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function CadenceRow({ row, onChange }: { row: Row; onChange: (value: Cadence | null) => void }) {
  const may = useCan('platform:write');
  return (
    <li className="flex min-h-13 flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2">
      <div className="min-w-0">
        <p className="text-sm font-medium">{row.name}</p>
        <p className="text-muted text-xs">{count(row.connections, 'connection')}</p>
      </div>
      <Select
        small
        aria-label={`Cadence of ${row.name}`}
        disabled={!may}
        title={may ? undefined : 'Your platform role may not change this.'}
        value={row.override ?? ''}
        onChange={(e) => onChange(e.target.value === '' ? null : (e.target.value as Cadence))}
        className="w-60"
      >
        <option value="">Default: {WORDS[row.default_interval]}</option>
        {Object.entries(WORDS).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </li>
  );
}
