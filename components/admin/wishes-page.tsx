'use client';
import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { formatNumber } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { Wish } from '@/lib/contract/wishes';

/** The connectors that people of this installation wait for or miss. */
export function WishesPage() {
  const t = useTranslations();
  const wishes = useQuery(queries.wishes(useWorkspace()));
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('admin.asked')}>{t('admin.connectorsPeopleWaitAppsThey')}</PageHeader>
      <Card className="overflow-hidden">
        {wishes.isPending ? <SkeletonRows rows={4} label={t('admin.loadingWhatAsked')} /> : null}
        {wishes.isError ? (
          <ErrorState error={wishes.error} retry={() => void wishes.refetch()} />
        ) : null}
        {wishes.data?.wishes.length === 0 ? (
          <EmptyState icon={<Sparkles />} title={t('admin.nobodyAsksAnythingYet')}>
            {t('admin.whatPeopleAskCatalogCounted')}
          </EmptyState>
        ) : null}
        {wishes.data && wishes.data.wishes.length > 0 ? <Rows wishes={wishes.data.wishes} /> : null}
      </Card>
    </div>
  );
}

/** What waits for its app to be set up leads to where that is done. */
function InCatalog({ type, name }: { type: string; name: string }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const apps = useQuery(queries.providerApps(workspace)).data?.provider_apps;
  return apps?.some((app) => app.type === type && app.source === null) ? (
    <Link
      href={`/${workspace}/admin/provider-apps/${type}`}
      className="text-accent-ink text-2xs underline underline-offset-2"
    >
      {t('admin.setUp')}
      <span className="sr-only"> {name}</span>
    </Link>
  ) : (
    <Badge>{t('admin.inCatalog')}</Badge>
  );
}

const Rows = ({ wishes }: { wishes: readonly Wish[] }) => {
  const t = useTranslations();
  return (
    <Table label={t('admin.asked')}>
      <thead>
        <tr>
          <Th>{t('admin.app')}</Th>
          <Th>{t('admin.people')}</Th>
          <Th className="text-right">{t('admin.workspaces')}</Th>
          <Th>{t('admin.lastAsked')}</Th>
          <Th>{t('admin.what')}</Th>
        </tr>
      </thead>
      <tbody>
        {wishes.map((wish) => (
          <tr key={`${wish.connector_type}/${wish.name}`}>
            <Td>
              <span data-as-it-is className="font-medium">
                {wish.name}
              </span>{' '}
              {wish.connector_type ? (
                <InCatalog type={wish.connector_type} name={wish.name} />
              ) : null}
            </Td>
            <Td label={t('admin.people')} className="tabular">
              <span>
                {formatNumber(wish.votes, t)}
                {wish.askers.map(({ name, email, workspace }) => (
                  <span key={`${email} ${workspace}`} className="text-muted text-2xs block">
                    {t('admin.askerOfWorkspace', { name, workspace })}
                  </span>
                ))}
              </span>
            </Td>
            <Td label={t('admin.workspaces')} className="tabular text-muted text-right">
              {formatNumber(wish.workspaces, t)}
            </Td>
            <Td label={t('admin.lastAsked')} className="text-muted whitespace-nowrap">
              <Time iso={wish.last_at} />
            </Td>
            <Td data-as-it-is className="text-muted max-w-96">
              {wish.notes.map((note) => (
                <span key={note} className="block text-pretty">
                  {note}
                </span>
              ))}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
};
