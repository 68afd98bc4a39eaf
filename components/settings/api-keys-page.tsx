'use client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { UsageExample } from '@/components/settings/usage-example';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Time, useNow } from '@/components/ui/time';
import { whenNeeded } from '@/components/ui/when-needed';
import { queries } from '@/lib/client/queries';
import type { ApiKey } from '@/lib/contract/api-keys';

const CreateKeyDialog = whenNeeded(() =>
  import('@/components/settings/create-key-dialog').then((m) => m.CreateKeyDialog),
);
const ConfirmDialog = whenNeeded(() =>
  import('@/components/ui/confirm-dialog').then((m) => m.ConfirmDialog),
);

/** The workspace's API keys: what each may do, when it was used, when it ends. */
export function ApiKeysPage() {
  const t = useTranslations();
  const write = useCan('api_keys:write');
  const change = useAccessActions();
  const keys = useQuery(queries.apiKeys(useWorkspace()));
  const [creating, create] = useState(false);
  const [revoking, revoke] = useState<ApiKey | null>(null);
  const add = write ? (
    <Button
      variant="primary"
      icon={<Plus aria-hidden className="size-4" />}
      onClick={() => create(true)}
    >
      {t('settings.createApiKey')}
    </Button>
  ) : undefined;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('settings.apiKeys')} action={add}>
        {t('settings.forProgramsReadOrManage')}
      </PageHeader>
      <Card className="overflow-hidden">
        {keys.isPending ? <SkeletonRows rows={3} label={t('settings.loadingApiKeys')} /> : null}
        {keys.isError ? <ErrorState error={keys.error} retry={() => void keys.refetch()} /> : null}
        {keys.data?.api_keys.length === 0 ? (
          <EmptyState icon={<KeyRound />} title={t('settings.noApiKeysYet')} actions={add}>
            {t('settings.aKeyLetsProgramDo')}
          </EmptyState>
        ) : null}
        {keys.data && keys.data.api_keys.length > 0 ? (
          <KeyTable list={keys.data.api_keys} onRevoke={write ? revoke : undefined} />
        ) : null}
      </Card>
      <UsageExample />
      {creating ? <CreateKeyDialog onClose={() => create(false)} /> : null}
      {revoking ? (
        <ConfirmDialog
          danger
          title={t('settings.askRevoke', { name: revoking.name })}
          action={t('settings.revokeKey')}
          confirm={() => change('revokeApiKey', { id: revoking.id })}
          onClose={() => revoke(null)}
        >
          <p>{t('settings.programsUseRefusedFromTheir')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function KeyTable({
  list,
  onRevoke,
}: {
  list: readonly ApiKey[];
  onRevoke?: (key: ApiKey) => void;
}) {
  const t = useTranslations();
  return (
    <Table label={t('settings.apiKeys')}>
      <thead>
        <tr>
          <Th>{t('settings.name')}</Th>
          <Th>{t('settings.may')}</Th>
          <Th>{t('settings.lastUsed')}</Th>
          <Th>{t('settings.ends')}</Th>
          <Th>
            <span className="sr-only">{t('settings.actions')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {list.map((key) => (
          <KeyRow key={key.id} apiKey={key} onRevoke={onRevoke && (() => onRevoke(key))} />
        ))}
      </tbody>
    </Table>
  );
}

function KeyRow({ apiKey: k, onRevoke }: { apiKey: ApiKey; onRevoke?: () => void }) {
  const t = useTranslations();
  const now_ms = useNow();
  const ends = k.revoked_at ?? k.expires_at;
  const ended =
    k.revoked_at !== null || (k.expires_at !== null && Date.parse(k.expires_at) <= now_ms);
  return (
    <tr className={ended ? 'text-muted' : undefined}>
      <Td className="min-w-44">
        <span className="flex items-center gap-2 font-medium">
          {k.name}
          {ended ? (
            <Badge>{k.revoked_at ? t('settings.revoked') : t('settings.expired')}</Badge>
          ) : null}
        </span>
        <span className="text-muted text-2xs flex flex-wrap gap-x-2">
          <code className="font-mono">
            {k.prefix}…{k.last4}
          </code>
          {k.created_by_name ? (
            <span>{t('settings.byCreator', { created_by_name: k.created_by_name })}</span>
          ) : null}
        </span>
      </Td>
      <Td label={t('settings.may')} className="min-w-48">
        <span className="flex flex-wrap gap-1">
          {k.scopes.map((scope) => (
            <code
              key={scope}
              className="bg-idle-soft text-idle-ink rounded-sm px-1.5 py-0.5 font-mono text-[11px] leading-4"
            >
              {scope}
            </code>
          ))}
        </span>
      </Td>
      <Td label={t('settings.lastUsed')} className="text-muted whitespace-nowrap">
        {k.last_used_at ? <Time iso={k.last_used_at} /> : t('settings.never')}
      </Td>
      <Td label={t('settings.ends')} className="text-muted whitespace-nowrap">
        {ends ? <Time future={!ended} iso={ends} /> : t('settings.never')}
      </Td>
      <Td className="text-right">
        {ended || !onRevoke ? null : (
          <Button
            size="sm"
            variant="ghost"
            aria-label={t('settings.revokeNamed', { name: k.name })}
            onClick={onRevoke}
          >
            {t('settings.revoke')}
          </Button>
        )}
      </Td>
    </tr>
  );
}
