'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { WebhookShown } from '@/components/connections/webhook-shown';
import { attempt } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { ConnectionWebhook } from '@/lib/contract/webhooks';

/** Where a webhook connection listens, what came, and the two things to do about it. */
export function WebhookCard({ id }: { id: string }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const found = useQuery(queries.webhook(workspace, id));
  const [asking, setAsking] = useState(false);
  const [rotated, setRotated] = useState<Output<'rotateConnectionWebhook'> | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: keys.connection(workspace, id) });
  return (
    <Card aria-labelledby="webhook">
      <CardHeader id="webhook" title={t('connection.address')}>
        <Actions id={id} onDone={refresh} onRotate={() => setAsking(true)} />
      </CardHeader>
      {found.isPending ? <Skeleton className="m-4 h-12" /> : null}
      {found.isError ? <ErrorState error={found.error} /> : null}
      {found.data ? <Facts webhook={found.data.webhook} /> : null}
      {asking ? (
        <ConfirmDialog
          title={t('connection.makeNewSigningSecret')}
          action={t('connection.makeNewSecret')}
          confirm={async () => {
            setRotated(await call('rotateConnectionWebhook', { id }, { workspace }));
            void refresh();
          }}
          onClose={() => setAsking(false)}
        >
          {t('connection.thePresentOneTakenAnother')}
        </ConfirmDialog>
      ) : null}
      {rotated ? <NewSecret made={rotated} onClose={() => setRotated(null)} /> : null}
    </Card>
  );
}

function Actions({
  id,
  onDone,
  onRotate,
}: {
  id: string;
  onDone: () => unknown;
  onRotate: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const why = useWhyNot('connections:write');
  const shared = {
    size: 'sm',
    variant: 'ghost',
    disabled: why !== undefined,
    ...because(why),
  } as const;
  const sample = () =>
    attempt(
      call('testConnectionWebhook', { id }, { workspace }),
      t('connection.aSignedSampleWasDelivered'),
    ).then(onDone);
  return (
    <div className="flex gap-1">
      <Button {...shared} onClick={() => void sample()}>
        {t('connection.sendSample')}
      </Button>
      <Button {...shared} onClick={onRotate}>
        {t('connection.newSecret')}
      </Button>
    </div>
  );
}

function NewSecret({
  made,
  onClose,
}: {
  made: Output<'rotateConnectionWebhook'>;
  onClose: () => void;
}) {
  const t = useTranslations();
  return (
    <Dialog locked wide title={t('connection.copyNewSecretNow')} onClose={onClose}>
      <DialogBody>
        <WebhookShown url={made.webhook.url} secret={made.signing_secret} />
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          {t('connection.iHaveCopied')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Facts({ webhook }: { webhook: ConnectionWebhook }) {
  const t = useTranslations();
  const { accepted, duplicates, refused } = webhook.counts;
  return (
    <div className="space-y-2 p-4 text-xs">
      <div className="flex min-w-0 items-center gap-1">
        <code className="text-2xs min-w-0 font-mono break-all">{webhook.url}</code>
        <CopyButton
          text={webhook.url}
          label={t('connection.copyAddress')}
          className="size-6 shrink-0"
        />
      </div>
      <p className="text-muted">
        {t('connection.receivedSentAgainRefused', { accepted, duplicates, refused })}
        {webhook.last_delivery_at ? (
          <>
            {' · '}
            <Time iso={webhook.last_delivery_at} prefix={t('connection.lastTime')} />
          </>
        ) : null}
      </p>
      {webhook.previous_secret_until ? (
        <p className="text-muted">
          {t('connection.theSecretBeforeTakenUntil')} <Time iso={webhook.previous_secret_until} />
        </p>
      ) : null}
    </div>
  );
}
