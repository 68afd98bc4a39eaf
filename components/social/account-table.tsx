'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { AppOf } from '@/components/social/app-of';
import { amount, difference, percent, points } from '@/components/social/numbers';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Logo } from '@/components/ui/logo';
import { Table, Td, Th } from '@/components/ui/table';
import type { Output } from '@/lib/client/call';
import type { MetricTotals } from '@/lib/contract/metrics';

/** An account a row, all of them together in the last; beside each number what changed. */
export function AccountTable({
  compared: { accounts, total },
  appOf,
}: {
  compared: Output<'compareMetrics'>;
  appOf: AppOf;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  return (
    <Table label={t('social.socialAccounts')}>
      <thead>
        <tr>
          <Th className="pl-0">{t('social.account')}</Th>
          <Th>{t('social.followers')}</Th>
          <Th>{t('social.posts')}</Th>
          <Th>{t('social.impressions')}</Th>
          <Th>{t('social.engagementRate')}</Th>
        </tr>
      </thead>
      <tbody>
        {accounts.map(({ connection_id, connector_type, name, account, ...sums }) => {
          const app = appOf(connector_type);
          return (
            <Row key={connection_id} {...sums}>
              <span className="flex items-center gap-2.5">
                <Logo logo={app.logo} name={app.name} size="sm" />
                <Link
                  href={`/${workspace}/connections/${connection_id}`}
                  className="min-w-0 truncate font-medium hover:underline"
                >
                  {name}
                </Link>
                {account === null ? null : <span className="text-muted truncate">{account}</span>}
              </span>
            </Row>
          );
        })}
        {accounts.length > 1 ? (
          <Row {...total}>
            <span className="font-medium">{t('social.allAccounts')}</span>
          </Row>
        ) : null}
      </tbody>
    </Table>
  );
}

function Row({
  current: now,
  previous: before,
  children,
}: {
  current: MetricTotals;
  previous: MetricTotals;
  children: ReactNode;
}) {
  const t = useTranslations();
  const gained = now.followers_change === null ? null : difference(now.followers_change, 0, t);
  return (
    <tr>
      <Td className="pl-0">{children}</Td>
      <Number label={t('social.followers')} value={amount(now.followers, t)} change={gained} />
      <Number
        label={t('social.posts')}
        value={amount(now.posts, t)}
        change={difference(now.posts, before.posts, t)}
      />
      <Number
        label={t('social.impressions')}
        value={amount(now.impressions, t)}
        change={difference(now.impressions, before.impressions, t)}
      />
      <Number
        label={t('social.engagementRate')}
        value={percent(now.engagement_rate, t)}
        change={points(now.engagement_rate, before.engagement_rate, t)}
      />
    </tr>
  );
}

const Number = ({
  label,
  value,
  change,
}: {
  label: string;
  value: string;
  /** Since the days before; null: not known. */
  change: string | null;
}) => (
  <Td label={label} className="tabular whitespace-nowrap">
    <span>
      {value}
      {change === null ? null : <span className="text-muted"> {change}</span>}
    </span>
  </Td>
);
