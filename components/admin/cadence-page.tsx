'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';
import type { Cadence } from '@/lib/contract/common';

const WORDS: Record<Cadence, MessageKey> = {
  '1m': 'admin.everyMinute',
  '10m': 'admin.every10Minutes',
  '30m': 'admin.every30Minutes',
  '1h': 'admin.everyHour',
  '6h': 'admin.every6Hours',
  '1d': 'admin.everyDay',
};

type Row = Output<'listCadences'>['connectors'][number];

/** How often each connector is read, for all workspaces of the installation. */
export function CadencePage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const cadences = useQuery(queries.cadences(workspace));
  const change = async (row: Row, sync_interval: Cadence | null) => {
    await attempt(
      call('setCadence', { type: row.type, sync_interval }, { workspace }),
      t('admin.isReadNow', {
        name: row.name,
        WORDS: t(WORDS[sync_interval ?? row.default_interval]),
      }),
    );
    await client.invalidateQueries({ queryKey: keys.cadences(workspace) });
  };
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('admin.connectorCadence')}>
        {t('admin.howOftenEachConnectorRead')}
      </PageHeader>
      {cadences.isPending ? <SkeletonRows rows={8} label={t('admin.loadingCadences')} /> : null}
      {cadences.isError ? (
        <ErrorState error={cadences.error} retry={() => void cadences.refetch()} />
      ) : null}
      {cadences.data ? (
        <ul aria-label={t('admin.cadences')} className="divide-line border-line divide-y border-y">
          {cadences.data.connectors.map((row) => (
            <CadenceRow key={row.type} row={row} onChange={(value) => void change(row, value)} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function CadenceRow({ row, onChange }: { row: Row; onChange: (value: Cadence | null) => void }) {
  const t = useTranslations();
  const may = useCan('platform:write');
  return (
    <li className="flex min-h-13 flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2">
      <div className="min-w-0">
        <p className="text-sm font-medium">{row.name}</p>
        <p className="text-muted text-xs">
          {t('admin.connection', { connections: row.connections })}
        </p>
      </div>
      <Select
        small
        aria-label={t('admin.cadence', { name: row.name })}
        disabled={!may}
        title={may ? undefined : t('admin.roleMayNotChange')}
        value={row.override ?? ''}
        onChange={(e) => onChange(e.target.value === '' ? null : (e.target.value as Cadence))}
        className="w-60"
      >
        <option value="">{t('admin.default', { WORDS: t(WORDS[row.default_interval]) })}</option>
        {Object.entries(WORDS).map(([value, words]) => (
          <option key={value} value={value}>
            {t(words)}
          </option>
        ))}
      </Select>
    </li>
  );
}
