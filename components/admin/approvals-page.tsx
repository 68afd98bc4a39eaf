'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';

type Row = Output<'listConnectorApprovals'>['connectors'][number];

/** Which connectors may be connected, in all workspaces of the installation. */
export function ApprovalsPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const approvals = useQuery(queries.approvals(workspace));
  const [q, setQ] = useState('');
  const change = async ({ type, name, approved }: Row) => {
    await attempt(
      call('setConnectorApproval', { type, approved: !approved }, { workspace }),
      approved ? t('admin.canNoLongerConnected', { name }) : t('admin.canConnected', { name }),
    );
    await client.invalidateQueries({ queryKey: keys.approvals(workspace) });
    await client.invalidateQueries({ queryKey: keys.catalog(workspace) });
  };
  const rows = approvals.data?.connectors;
  const shown = rows?.filter(({ name }) => name.toLowerCase().includes(q.trim().toLowerCase()));
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('admin.connectors')}>
        {t('admin.whichConnectorsMayConnectedOn')}
      </PageHeader>
      {approvals.isPending ? <SkeletonRows rows={8} label={t('admin.loadingConnectors')} /> : null}
      {approvals.isError ? (
        <ErrorState error={approvals.error} retry={() => void approvals.refetch()} />
      ) : null}
      {rows && shown ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SearchInput
              label={t('admin.searchConnectors')}
              value={q}
              onChange={(e) => setQ(e.target.value)}
              className="w-64"
            />
            <p role="status" className="text-muted text-xs">
              {t('admin.ofApproved', {
                count: rows.filter((row) => row.approved).length,
                count2: rows.length,
              })}
            </p>
          </div>
          <ul
            aria-label={t('admin.connectors')}
            className="divide-line border-line divide-y border-y"
          >
            {shown.map((row) => (
              <ApprovalRow key={row.type} row={row} onChange={() => change(row)} />
            ))}
          </ul>
          {shown.length === 0 ? (
            <p className="text-muted text-xs">{t('admin.noConnectorHasThisName')}</p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function ApprovalRow({ row, onChange }: { row: Row; onChange: () => Promise<void> }) {
  const t = useTranslations();
  const may = useCan('platform:write');
  const [changing, setChanging] = useState(false);
  const toggle = async () => {
    setChanging(true);
    await onChange();
    setChanging(false);
  };
  return (
    <li className="flex min-h-13 flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2">
      <Checkbox
        // Shown at once; what came of it is said by what is read then.
        checked={row.approved !== changing}
        disabled={!may}
        title={may ? undefined : t('admin.roleMayNotChange')}
        onChange={() => void toggle()}
      >
        {row.name}
      </Checkbox>
      <span className="text-muted text-xs">
        {row.connections > 0
          ? t('admin.connection', { connections: row.connections })
          : t('admin.notConnected')}
      </span>
    </li>
  );
}
