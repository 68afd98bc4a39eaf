'use client';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { TagChips } from '@/components/connections/tag-chips';
import { accountOf } from '@/components/connections/account-of';
import { StreamLines } from '@/components/connection/stream-lines';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { knowledgeSyncOf } from '@/components/knowledge/place';
import { ButtonLink } from '@/components/ui/button';
import { English } from '@/components/ui/said';
import { Skeleton } from '@/components/ui/skeleton';
import { Time, useDay } from '@/components/ui/time';
import { formatNumber } from '@/lib/client/format';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

const SocialOverview = dynamic(
  () => import('@/components/social/social-overview').then((m) => m.SocialOverview),
  { ssr: false, loading: () => <Skeleton className="h-96 w-full" /> },
);
// With its dialogs, and for one connector alone.
const WebhookCard = dynamic(
  () => import('@/components/connection/webhook-card').then((m) => m.WebhookCard),
  { ssr: false, loading: () => <Skeleton className="h-24 w-full" /> },
);

/** Its streams, each with its own line, and the facts beside them. */
export function OverviewTab({
  connection: c,
  entry,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
}) {
  const t = useTranslations();
  const webhook = entry?.auth_method === 'webhook';
  const social = entry?.streams.some((stream) => stream.entity === 'metrics');
  return (
    <div className="flex flex-col gap-10">
      {social ? <SocialOverview id={c.id} account={accountIn(c, entry, t)} /> : null}
      <div className="grid items-start gap-x-11 gap-y-8 lg:grid-cols-[minmax(0,1fr)_264px]">
        <div className="flex min-w-0 flex-col gap-6">
          {webhook && c.status !== 'disconnected' ? <WebhookCard id={c.id} /> : null}
          {c.direction === 'outbound' ? <WritesOut connection={c} /> : <Streams connection={c} />}
        </div>
        <section aria-labelledby="facts" className="min-w-0">
          <h2 id="facts" className="sr-only">
            {t('connection.about')}
          </h2>
          <Facts connection={c} entry={entry} />
        </section>
      </div>
    </div>
  );
}

const Streams = ({ connection }: { connection: Connection }) => {
  const t = useTranslations();
  return (
    <section aria-labelledby="streams">
      <h2 id="streams" className="pb-2 text-sm">
        {t('connection.streams')}
      </h2>
      <StreamLines connection={connection} />
    </section>
  );
};

/** Where what a connection writes is chosen and watched. */
function WritesOut({ connection }: { connection: Connection }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  return (
    <section aria-labelledby="writes" className="flex flex-col items-start gap-3">
      <h2 id="writes" className="text-sm">
        {t('connection.whatWrites')}
      </h2>
      <p className="text-muted text-xs text-pretty">
        {t('connection.thisConnectionReadsNothingWhat')}
      </p>
      <ButtonLink href={knowledgeSyncOf(workspace, connection)}>
        {t('connection.openKnowledgeSync')}
      </ButtonLink>
    </section>
  );
}

/** Longer than a screen: one list. */
function Facts({
  connection: c,
  entry,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
}) {
  const t = useTranslations();
  const day = useDay();
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-2.5 text-xs">
      <Fact name={t('connection.factApp')}>{entry?.name ?? c.connector_type}</Fact>
      <Fact name={t('connection.factAccount')}>{accountOf(c, entry?.name, t)}</Fact>
      {c.external_account_id ? (
        <Fact name={t('connection.factAccountId')}>
          <code className="text-2xs font-mono select-all">{c.external_account_id}</code>
        </Fact>
      ) : null}
      {c.direction === 'inbound' ? (
        <Fact name={t('connection.factRecords')}>{formatNumber(c.records_total, t)}</Fact>
      ) : null}
      <Fact name={t('connection.factLastSynced')}>
        {c.last_synced_at ? <Time iso={c.last_synced_at} /> : notYet(c, t)}
      </Fact>
      <Fact name={t('connection.factAdded')}>
        {day(c.created_at)}
        {c.created_by_name ? (
          <span className="text-muted">
            {' '}
            {t('connection.by', { created_by_name: c.created_by_name })}
          </span>
        ) : null}
      </Fact>
      <Fact name={t('connection.factOwnedBy')}>
        {c.scope === 'personal'
          ? (c.owner_name ?? t('connection.nobody'))
          : t('connection.theWorkspace')}
      </Fact>
      {c.tags.length > 0 ? (
        <Fact name={t('connection.factTags')}>
          <TagChips tags={c.tags} />
        </Fact>
      ) : null}
      {c.last_error && c.last_error !== c.health_detail.cause ? (
        <Fact name={t('connection.factLastError')}>
          <span className="text-bad-ink">
            <English>{c.last_error}</English>
          </span>
        </Fact>
      ) : null}
      {c.missing_scopes.length > 0 ? (
        <Fact name={t('connection.factNotGranted')}>
          {c.missing_scopes.map((scope) => (
            <code key={scope} className="text-2xs block font-mono">
              {scope}
            </code>
          ))}
        </Fact>
      ) : null}
      <Fact name={t('connection.factConnectionId')}>
        <code className="text-2xs font-mono break-all select-all">{c.id}</code>
      </Fact>
    </dl>
  );
}

/** "X · @acme": whose numbers they are, also where the page is not seen around them. */
const accountIn = (c: Connection, entry: CatalogEntry | undefined, t: Words): string =>
  [...new Set([entry?.name ?? c.connector_type, accountOf(c, entry?.name, t)])].join(' · ');

/** Not everything was read to its end; that is not the same as nothing. */
const notYet = (c: Connection, t: Words): string =>
  c.records_total > 0 ? t('connection.inPartOnly') : t('connection.notYet');

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
