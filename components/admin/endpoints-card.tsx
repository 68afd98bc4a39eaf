'use client';
import { useQueryClient } from '@tanstack/react-query';
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
  return (
    <Card aria-labelledby="endpoints" className="overflow-hidden">
      <CardHeader id="endpoints" title="Endpoints" hint={formatNumber(endpoints.length)} />
      {endpoints.length === 0 ? (
        <EmptyState title="No endpoint yet">
          Make one for a provider, or connect a webhook: each has an address of its own.
        </EmptyState>
      ) : (
        <Table label="Endpoints and what came to them">
          <thead>
            <tr>
              <Th>Endpoint</Th>
              <Th className="text-right max-md:hidden">Accepted</Th>
              <Th className="text-right max-md:hidden">Again</Th>
              <Th className="text-right max-md:hidden">Refused</Th>
              <Th className="text-right max-md:hidden">Failed</Th>
              <Th className="max-md:hidden">Last delivery</Th>
              <Th>
                <span className="sr-only">Actions</span>
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

function EndpointRow({
  endpoint: e,
  isChosen,
  onChoose,
}: {
  endpoint: WebhookEndpoint;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { accepted, duplicates, refused, failed } = e.counts;
  const number = (n: number, bad = false) => (
    <Td className={cn('tabular text-right max-md:hidden', bad && n > 0 && 'text-bad-ink')}>
      {formatNumber(n)}
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
            className="min-h-6 text-left font-medium hover:underline"
          >
            {e.name}
          </button>
          <Badge>{e.provider_name}</Badge>
          {e.disabled_at ? <Badge tone="warn">Off</Badge> : null}
          <CopyButton text={e.url} label={`Copy the address of ${e.name}`} className="size-6" />
        </div>
        <p className="text-muted text-2xs">
          {e.reach === 'platform' ? 'All workspaces' : e.workspace.slug}
          <span className="tabular md:hidden">
            , {formatNumber(accepted)} accepted, {formatNumber(refused)} refused,{' '}
            {formatNumber(failed)} failed
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
          <span className="text-muted">none yet</span>
        )}
      </Td>
      <Td>
        <Actions endpoint={e} />
      </Td>
    </tr>
  );
}

function Actions({ endpoint: e }: { endpoint: WebhookEndpoint }) {
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
      disabled ? 'Deliveries are refused now' : 'Deliveries are taken again',
    ).then(refresh);
  return (
    <div className="flex justify-end gap-1 max-md:flex-col">
      <Button size="sm" variant="ghost" disabled={!disabled} onClick={() => setAsking(true)}>
        Rotate
      </Button>
      <Button size="sm" variant="ghost" onClick={() => void turn()}>
        {disabled ? 'Turn off' : 'Turn on'}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={`Make a new secret for ${e.name}?`}
          action="Make a new secret"
          confirm={async () => {
            setMade(await call('rotateConnectorEndpoint', { id: e.id }, { workspace }));
            void refresh();
          }}
          onClose={() => setAsking(false)}
        >
          <p>The present one is taken for another 24 hours.</p>
        </ConfirmDialog>
      ) : null}
      {made ? <SecretShown made={made} onClose={() => setMade(null)} /> : null}
    </div>
  );
}
