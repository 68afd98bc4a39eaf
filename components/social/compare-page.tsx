'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { AppOf } from '@/components/social/app-of';
import { AccountTable } from '@/components/social/account-table';
import { FollowerChart } from '@/components/social/follower-chart';
import { NetworkMix } from '@/components/social/network-mix';
import { metricsIn } from '@/components/social/numbers';
import { RangeSelect, useDays } from '@/components/social/range-select';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import type { Output } from '@/lib/client/call';
import { queries } from '@/lib/client/queries';
import { socialQueries } from '@/lib/client/social-queries';
import type { Words } from '@/lib/client/words';

type Compared = Output<'compareMetrics'>;

/** The social accounts of a workspace side by side, in a stretch of time and the one before it. */
export function ComparePage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [days, setDays] = useDays();
  const compared = useQuery({
    ...socialQueries.comparedMetrics(workspace, days),
    placeholderData: keepPreviousData,
  });
  const catalog = useQuery(queries.catalog(workspace));
  const appOf: AppOf = (type) => {
    const entry = catalog.data?.connectors.find((one) => one.type === type);
    return { name: entry?.name ?? type, logo: entry?.logo ?? null };
  };
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        title={t('social.socialAccounts')}
        action={<RangeSelect days={days} onChange={setDays} />}
      >
        {t('social.howAccountsDid')}
      </PageHeader>
      <Content compared={compared} appOf={appOf} />
    </div>
  );
}

function Content({
  compared: { data, error, refetch },
  appOf,
}: {
  compared: { data: Compared | undefined; error: unknown; refetch: () => Promise<unknown> };
  appOf: AppOf;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 w-full" />;
  if (data.accounts.length === 0)
    return (
      <EmptyState
        title={t('social.noSocialAccount')}
        actions={
          <ButtonLink href={`/${workspace}/connections`} variant="primary">
            {t('social.allConnections')}
          </ButtonLink>
        }
      >
        {t('social.whatSocialWouldShow')}
      </EmptyState>
    );
  const { networks, from, to } = data;
  return (
    <>
      <section aria-labelledby="accounts" className="flex flex-col gap-2">
        <h2 id="accounts" className="sr-only">
          {t('social.account')}
        </h2>
        <AccountTable compared={data} appOf={appOf} />
        <p className="text-muted text-2xs text-pretty">
          {t('social.derived', { formulas: formulasOf(data, appOf, t) })}{' '}
          {data.left_out > 0 ? t('social.moreNotShown', { count: data.left_out }) : null}
        </p>
      </section>
      {networks.length > 1 ? (
        <NetworkMix networks={networks} total={data.total} shown={{ from, to }} appOf={appOf} />
      ) : null}
      <Followers compared={data} />
    </>
  );
}

/** A chart for each account: two scales in one would say what is not so. */
function Followers({ compared: { accounts, from, to } }: { compared: Compared }) {
  const t = useTranslations();
  return (
    <section aria-labelledby="followers" className="flex flex-col gap-4">
      <div>
        <h2 id="followers" className="text-base">
          {t('social.followersSideBySide')}
        </h2>
        <p className="text-muted text-xs">{t('social.eachOwnScale')}</p>
      </div>
      <div className="grid gap-x-11 gap-y-8 lg:grid-cols-2">
        {accounts.map((account) => {
          const name = titleOf(account, t);
          return (
            <FollowerChart
              key={account.connection_id}
              title={name}
              points={account.followers}
              since={account.tracking_since}
              shown={{ account: name, from, to }}
            />
          );
        })}
      </div>
    </section>
  );
}

/** What is counted as engagement at each network, which say different things. */
const formulasOf = ({ networks }: Compared, appOf: AppOf, t: Words): string =>
  networks
    .filter(({ engagement_of }) => engagement_of.length > 0)
    .map(({ connector_type, engagement_of }) =>
      t('social.formulaOf', {
        network: appOf(connector_type).name,
        listOf: metricsIn(engagement_of, t),
      }),
    )
    .join('; ');

const titleOf = ({ name, account }: Compared['accounts'][number], t: Words): string =>
  account === null ? name : t('social.accountNamed', { name, account });
