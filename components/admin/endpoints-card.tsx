'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SecretShown } from '@/components/admin/secret-shown';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { call, type Output } from '@/lib/client/call';
import { formatNumber } from '@/lib/client/format';
import { keys } from '@/lib/client/queries';
import type { WebhookEndpoint } from '@/lib/contract/webhooks';

/** Where providers deliver to, with what came; choosing one narrows the deliveries. */
export function EndpointsCard({
  endpoints,
  chosen,
  onChoose,
}: {
  endpoints: readonly WebhookEndpoint[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const t = useTranslations();
  return (
    <Card aria-labelledby="endpoints" className="overflow-hidden">
      <CardHeader
        id="endpoints"
        title={t('admin.endpoints')}
        hint={formatNumber(endpoints.length, t)}
      />
      {endpoints.length === 0 ? (
        <EmptyState title={t('admin.noEndpointYet')}>
          {t('admin.makeOneProviderOrConnect')}
        </EmptyState>
      ) : (
        <Table label={t('admin.endpointsWhatCameThem')}>
          <thead>
            <tr>
              <Th>{t('admin.endpoint')}</Th>
              <Th className="text-right max-md:hidden">{t('admin.accepted')}</Th>
              <Th className="text-right max-md:hidden">{t('admin.again')}</Th>
              <Th className="text-right max-md:hidden">{t('admin.refused')}</Th>
              <Th className="text-right max-md:hidden">{t('admin.failed')}</Th>
              <Th className="max-md:hidden">{t('admin.lastDelivery')}</Th>
              <Th>
                <span className="sr-only">{t('admin.actions')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {endpoints.map((one) => (
              <EndpointRow
                key={one.id}
                endpoint={one}
                isChosen={one.id === chosen}
                onChoose={() => onChoose(one.id === chosen ? undefined : one.id)}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

/** Where one of them delivers to. Longer than a screen: the row in one piece. */
function EndpointRow({
  endpoint: e,
  isChosen,
  onChoose,
}: {
  endpoint: WebhookEndpoint;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const t = useTranslations();
  const { accepted, duplicates, refused, failed } = e.counts;
  const number = (n: number, bad = false) => (
    <Td className={cn('tabular text-right max-md:hidden', bad && n > 0 && 'text-bad-ink')}>
      {formatNumber(n, t)}
    </Td>
  );
  return (
    <tr className={cn(isChosen && 'bg-accent-soft')}>
      <Td>
        <div className="flex flex-wrap items-center gap-x-2">
          <button
            type="button"
            aria-pressed={isChosen}
            onClick={onChoose}
            data-as-it-is
            className="min-h-6 text-left font-medium hover:underline"
          >
            {e.name}
          </button>
          <Badge>{e.provider_name}</Badge>
          {e.disabled_at ? <Badge tone="warn">{t('admin.off')}</Badge> : null}
          <CopyButton
            text={e.url}
            label={t('admin.copyAddress', { name: e.name })}
            className="size-6"
          />
        </div>
        <p className="text-muted text-2xs">
          {e.reach === 'platform' ? (
            t('admin.allWorkspaces')
          ) : (
            <span data-as-it-is>{e.workspace.slug}</span>
          )}
          <span className="tabular md:hidden">
            {t('admin.acceptedRefusedFailed', { accepted, refused, failed })}
          </span>
        </p>
      </Td>
      {number(accepted)}
      {number(duplicates)}
      {number(refused, true)}
      {number(failed, true)}
      <Td className="whitespace-nowrap max-md:hidden">
        {e.last_delivery_at ? (
          <Time iso={e.last_delivery_at} />
        ) : (
          <span className="text-muted">{t('admin.noDeliveriesYet')}</span>
        )}
      </Td>
      <Td>
        <Actions endpoint={e} />
      </Td>
    </tr>
  );
}

function Actions({ endpoint: e }: { endpoint: WebhookEndpoint }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const mayWrite = useCan('platform:write');
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<Output<'rotateConnectorEndpoint'> | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: keys.connectorEvents(workspace) });
  if (!mayWrite) return null;
  const disabled = e.disabled_at === null;
  const turn = () =>
    attempt(
      call('updateConnectorEndpoint', { id: e.id, disabled }, { workspace }),
      disabled ? t('admin.deliveriesRefusedNow') : t('admin.deliveriesTakenAgain'),
    ).then(refresh);
  return (
    <div className="flex justify-end gap-1 max-md:flex-col">
      <Button size="sm" variant="ghost" disabled={!disabled} onClick={() => setAsking(true)}>
        {t('admin.rotate')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => void turn()}>
        {disabled ? t('admin.turnOff') : t('admin.turnOn')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('admin.makeNewSecretOf', { name: e.name })}
          action={t('admin.makeNewSecret')}
          confirm={async () => {
            setMade(await call('rotateConnectorEndpoint', { id: e.id }, { workspace }));
            void refresh();
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t('admin.thePresentOneTakenAnother')}</p>
        </ConfirmDialog>
      ) : null}
      {made ? <SecretShown made={made} onClose={() => setMade(null)} /> : null}
    </div>
  );
}
