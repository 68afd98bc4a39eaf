'use client';
import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
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
  const wishes = useQuery(queries.wishes(useWorkspace()));
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Asked for">
        Connectors people wait for, and apps they miss, over all workspaces.
      </PageHeader>
      <Card className="overflow-hidden">
        {wishes.isPending ? <SkeletonRows rows={4} label="Loading what is asked for" /> : null}
        {wishes.isError ? (
          <ErrorState error={wishes.error} retry={() => void wishes.refetch()} />
        ) : null}
        {wishes.data?.wishes.length === 0 ? (
          <EmptyState icon={<Sparkles />} title="Nobody asks for anything yet">
            What people ask for in the catalog is counted here.
          </EmptyState>
        ) : null}
        {wishes.data && wishes.data.wishes.length > 0 ? <Rows wishes={wishes.data.wishes} /> : null}
      </Card>
    </div>
  );
}

/** What waits for its app to be set up leads to where that is done. */
function InCatalog({ type, name }: { type: string; name: string }) {
  const workspace = useWorkspace();
  const apps = useQuery(queries.providerApps(workspace)).data?.provider_apps;
  return apps?.some((app) => app.type === type && app.source === null) ? (
    <Link
      href={`/${workspace}/admin/provider-apps/${type}`}
      className="text-accent-ink text-2xs underline underline-offset-2"
    >
      Set up<span className="sr-only"> {name}</span>
    </Link>
  ) : (
    <Badge>In the catalog</Badge>
  );
}

const Rows = ({ wishes }: { wishes: readonly Wish[] }) => (
  <Table label="Asked for">
    <thead>
      <tr>
        <Th>App</Th>
        <Th className="text-right">People</Th>
        <Th className="text-right">Workspaces</Th>
        <Th>Last asked</Th>
        <Th>What for</Th>
      </tr>
    </thead>
    <tbody>
      {wishes.map((wish) => (
        <tr key={`${wish.connector_type}/${wish.name}`}>
          <Td>
            <span className="font-medium">{wish.name}</span>{' '}
            {wish.connector_type ? <InCatalog type={wish.connector_type} name={wish.name} /> : null}
          </Td>
          <Td label="People" className="tabular text-right">
            {formatNumber(wish.votes)}
          </Td>
          <Td label="Workspaces" className="tabular text-muted text-right">
            {formatNumber(wish.workspaces)}
          </Td>
          <Td label="Last asked" className="text-muted whitespace-nowrap">
            <Time iso={wish.last_at} />
          </Td>
          <Td className="text-muted max-w-96">
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
