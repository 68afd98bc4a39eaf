'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useQueryState } from 'nuqs';
import { useCan, useSession, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { whenNeeded } from '@/components/ui/when-needed';
import { formatNumber } from '@/lib/client/format';
import { keys, queries } from '@/lib/client/queries';
import type { WorkspaceSummary } from '@/lib/contract/workspaces';

const NewWorkspace = whenNeeded(() =>
  import('@/components/admin/new-workspace').then((m) => m.NewWorkspace),
);

/** The workspaces of the installation: how much there is in each, never what. */
export function WorkspacesPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const list = useQuery(queries.workspaces(workspace));
  const may = useCan('platform:write');
  const [making, make] = useQueryState('new', { history: 'replace' });
  const close = () => {
    void make(null);
    void client.invalidateQueries({ queryKey: keys.workspaces(workspace) });
  };
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <PageHeader
        title={t('admin.workspaces')}
        action={
          <Button
            variant="primary"
            icon={<Plus aria-hidden className="size-4" />}
            disabled={!may}
            title={may ? undefined : t('admin.roleMayNotMakeWorkspaces')}
            onClick={() => void make('1')}
          >
            {t('admin.newWorkspace')}
          </Button>
        }
      >
        {t('admin.eachHasItsOwnMembers')}
      </PageHeader>
      <Card className="overflow-hidden">
        {list.isPending ? <SkeletonRows rows={4} label={t('admin.loadingWorkspaces')} /> : null}
        {list.isError ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
        {list.data ? <WorkspacesTable workspaces={list.data.workspaces} /> : null}
      </Card>
      {making !== null && may ? <NewWorkspace onClose={close} /> : null}
    </div>
  );
}

function WorkspacesTable({ workspaces }: { workspaces: readonly WorkspaceSummary[] }) {
  const t = useTranslations();
  const mine = new Set(useSession().workspaces.map(({ id }) => id));
  return (
    <Table label={t('admin.workspaces')}>
      <thead>
        <tr>
          <Th>{t('admin.name')}</Th>
          <Th className="text-right">{t('admin.members')}</Th>
          <Th className="text-right">{t('admin.connections')}</Th>
          <Th>{t('admin.lastActivity')}</Th>
          <Th>{t('admin.created')}</Th>
        </tr>
      </thead>
      <tbody>
        {workspaces.map((w) => (
          <tr key={w.id}>
            <Td data-as-it-is>
              <span className="flex flex-wrap items-center gap-2 text-xs font-medium">
                {mine.has(w.id) ? (
                  <Link href={`/${w.slug}`} className="underline-offset-2 hover:underline">
                    {w.name}
                  </Link>
                ) : (
                  w.name
                )}
                {w.mode === 'sandbox' ? <Badge tone="warn">{t('admin.sandbox')}</Badge> : null}
              </span>
              <span className="text-muted text-2xs block font-mono break-all">/{w.slug}</span>
            </Td>
            <Td label={t('admin.members')} className="tabular md:text-right">
              {formatNumber(w.members, t)}
            </Td>
            <Td label={t('admin.connections')} className="tabular md:text-right">
              {formatNumber(w.connections, t)}
            </Td>
            <Td label={t('admin.lastActivity')} className="text-muted">
              {w.last_activity_at ? <Time iso={w.last_activity_at} /> : t('admin.noActivityYet')}
            </Td>
            <Td label={t('admin.created')} className="text-muted">
              <Time iso={w.created_at} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
