'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { LoadMore } from '@/components/ui/load-more';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { call, type Input } from '@/lib/client/call';
import { download, toCsv } from '@/lib/client/csv';
import { AUDIT_WORDS } from '@/lib/client/audit-words';
import { humanize } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { MessageKey, Words } from '@/lib/client/words';
import type { AuditLine } from '@/lib/contract/audit';

const PAGE = 500;
/** What can be looked for, by the beginning of the action. */
const ABOUT: readonly (readonly [prefix: string, words: MessageKey])[] = [
  ['connection.', 'settings.connections'],
  ['run.', 'settings.syncs'],
  ['member.', 'settings.members'],
  ['api_key.', 'settings.apiKeys'],
  ['session.', 'settings.sessions'],
  ['account.', 'settings.accounts'],
  ['workspace.', 'settings.workspace'],
  ['webhook.', 'settings.webhooks'],
];

type Filter = Pick<Input<'listAuditEvents'>, 'action' | 'actor_id'>;

/**
 * Who did what in the workspace, to look through and to take along. Longer than a screen: filters and
 * list share their state.
 */
export function AuditPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [{ about, by }, setFilters] = useQueryStates(
    { about: parseAsString, by: parseAsString },
    { history: 'replace' },
  );
  const filter: Filter = { ...(about ? { action: about } : {}), ...(by ? { actor_id: by } : {}) };
  const trail = useInfiniteQuery({
    ...queries.audit(workspace, filter),
    placeholderData: keepPreviousData,
  });
  const members = useQuery(queries.members(workspace)).data?.members ?? [];
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    await attempt(exportTrail(workspace, filter));
    setBusy(false);
  };
  const events = trail.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <PageHeader
        title={t('settings.auditLog')}
        action={
          <Button
            busy={busy}
            icon={<Download aria-hidden className="size-3.5" />}
            onClick={() => void take()}
          >
            {t('settings.exportAsCsv')}
          </Button>
        }
      >
        {t('settings.whatWasChangedThisWorkspace')}
      </PageHeader>
      <div className="flex flex-wrap gap-2">
        <Select
          small
          aria-label={t('settings.about')}
          value={about ?? ''}
          onChange={(e) => void setFilters({ about: e.target.value || null })}
          className="w-44"
        >
          <option value="">{t('settings.everything')}</option>
          {ABOUT.map(([prefix, words]) => (
            <option key={prefix} value={prefix}>
              {t(words)}
            </option>
          ))}
        </Select>
        <Select
          small
          aria-label={t('settings.by')}
          value={by ?? ''}
          onChange={(e) => void setFilters({ by: e.target.value || null })}
          className="w-44"
        >
          <option value="">{t('settings.anybody')}</option>
          {members.map((m) => (
            <option key={m.user_id} value={m.user_id}>
              {m.name}
            </option>
          ))}
        </Select>
      </div>
      {trail.isPending ? <SkeletonRows rows={10} label={t('settings.loadingAuditLog')} /> : null}
      {trail.isError ? <ErrorState error={trail.error} retry={() => void trail.refetch()} /> : null}
      {trail.data && events.length === 0 ? (
        <EmptyState icon={<ScrollText />} title={t('settings.nothingWasDoneThisKind')} />
      ) : null}
      {events.length > 0 ? (
        <ol
          aria-label={t('settings.auditLog')}
          className="divide-line border-line divide-y border-y"
        >
          {events.map((event) => (
            <Line key={event.id} event={event} />
          ))}
        </ol>
      ) : null}
      <LoadMore list={trail} />
    </div>
  );
}

/** What was done; of an action that a later release brings, its name. */
const actionOf = ({ action }: AuditLine, t: Words): string => {
  const words = (AUDIT_WORDS as Partial<Record<string, MessageKey>>)[action];
  return words ? t(words) : humanize(action);
};

/** Who, what, to what, when. */
function Line({ event: e }: { event: AuditLine }) {
  const t = useTranslations();
  const details = Object.entries(e.data).filter(([, value]) => value !== null);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-0.5 py-2.5 text-xs">
      <p className="min-w-0">
        <span className="font-medium">{actionOf(e, t)}</span>
        {e.target_name ? <span>: {e.target_name}</span> : null}
      </p>
      <Time iso={e.at} className="text-muted whitespace-nowrap" />
      <p className="text-muted text-2xs col-span-2 break-words">
        {actorOf(e, t)}
        {details.length > 0 ? (
          <span data-as-it-is>
            {` · ${details.map(([name, value]) => `${name}: ${inWords(value)}`).join(', ')}`}
          </span>
        ) : null}
        {e.request_id ? (
          <>
            {' · '}
            <code className="font-mono select-all">{e.request_id}</code>
          </>
        ) : null}
      </p>
    </li>
  );
}

const actorOf = (e: AuditLine, t: Words): string => {
  if (e.actor_kind === 'system') return 'Inlet';
  const kind = e.actor_kind === 'api_key' ? t('settings.apiKeyPrefix') : '';
  return `${kind}${e.actor_name ?? t('settings.somebodyWhoGone')}`;
};

const inWords = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** All of it that the filters let through, as a file. Throws ProblemError. */
async function exportTrail(workspace: string, filter: Filter): Promise<void> {
  const rows: string[][] = [
    [
      'at',
      'action',
      'actor_kind',
      'actor',
      'target_kind',
      'target',
      'target_id',
      'request',
      'data',
    ],
  ];
  let cursor: string | undefined;
  do {
    const page = await call('listAuditEvents', { ...filter, limit: PAGE, cursor }, { workspace });
    for (const e of page.events)
      rows.push([
        e.at,
        e.action,
        e.actor_kind,
        e.actor_name ?? e.actor_id ?? '',
        e.target_kind ?? '',
        e.target_name ?? '',
        e.target_id ?? '',
        e.request_id ?? '',
        JSON.stringify(e.data),
      ]);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  const day = new Date().toISOString().slice(0, 10);
  download(`audit-${workspace}-${day}.csv`, toCsv(rows), 'text/csv;charset=utf-8');
}
