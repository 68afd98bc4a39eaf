'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { WebhookShown } from '@/components/connections/webhook-shown';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button, ButtonLink } from '@/components/ui/button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { attempt } from '@/components/hooks/use-connection-actions';
import { call, type Output } from '@/lib/client/call';

/** Makes an address to send to, and shows its secret once. */
export function ConnectWebhook({
  start,
  onClose,
}: {
  start: () => Promise<Output<'createConnection'>>;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [made, setMade] = useState<Output<'createConnection'> | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = async () => {
    setBusy(true);
    try {
      setMade(await start());
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const id = made?.connection?.id;
  if (made?.webhook_url && made.signing_secret && id)
    return <Made id={id} url={made.webhook_url} secret={made.signing_secret} onClose={onClose} />;
  return (
    <>
      <DialogBody className="space-y-3">
        <p className="text-muted text-xs text-pretty">{t('connections.youGetAddressNobodyCan')}</p>
        <ProblemNote error={error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('connections.cancel')}</Button>
        <Button variant="primary" busy={busy} onClick={() => void make()}>
          {t('connections.makeAddress')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** The secret is shown this once. */
function Made({
  id,
  url,
  secret,
  onClose,
}: {
  id: string;
  url: string;
  secret: string;
  onClose: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const sample = () =>
    attempt(
      call('testConnectionWebhook', { id }, { workspace }),
      t('connections.aSignedSampleWasDelivered'),
    );
  return (
    <>
      <DialogBody>
        <WebhookShown url={url} secret={secret} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => void sample()}>{t('connections.sendSample')}</Button>
        <ButtonLink variant="primary" href={`/${workspace}/connections/${id}`} onClick={onClose}>
          {t('connections.iHaveCopied')}
        </ButtonLink>
      </DialogFooter>
    </>
  );
}
