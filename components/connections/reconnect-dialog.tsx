'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConnectKey } from '@/components/connections/connect-key';
import { ConnectOAuth } from '@/components/connections/connect-oauth';
import { ConnectWebhook } from '@/components/connections/connect-webhook';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { Logo } from '@/components/ui/logo';
import { hasCode } from '@/lib/client/problem';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

interface ReconnectProps {
  connection: Connection;
  entry: CatalogEntry | undefined;
  onClose: () => void;
}

/**
 * Repairs a connection in place, or finishes one that was begun: same id, same history, same
 * records.
 */
export function ReconnectDialog({ connection: c, entry, onClose }: ReconnectProps) {
  const t = useTranslations();
  const actions = useConnectionActions();
  if (!entry)
    return (
      <Dialog title={t('connections.reconnectNamed', { name: c.name })} onClose={onClose}>
        <DialogBody>
          <p className="text-muted text-xs">{t('connections.itsConnectorNoLongerCatalog')}</p>
        </DialogBody>
      </Dialog>
    );
  if (entry.auth_method === 'handle')
    return (
      <ConfirmDialog
        title={t('connections.askReconnect', { name: c.name })}
        action={t('connections.reconnect')}
        confirm={() => actions.reconnect({ id: c.id })}
        onClose={onClose}
      >
        <p>{t('connections.thereNothingEnterPublicAccount')}</p>
      </ConfirmDialog>
    );
  if (entry.auth_method === 'webhook')
    return (
      <Dialog locked title={t('connections.reconnectNamed', { name: c.name })} onClose={onClose}>
        <ConnectWebhook start={() => actions.reconnect({ id: c.id })} onClose={onClose} />
      </Dialog>
    );
  return <WithCredential connection={c} entry={entry} onClose={onClose} />;
}

/** The person authorizes again, or enters the key again. Longer than a screen: one dialog. */
function WithCredential({
  connection: c,
  entry,
  onClose,
}: ReconnectProps & { entry: CatalogEntry }) {
  const t = useTranslations();
  const actions = useConnectionActions();
  const [mismatch, setMismatch] = useState(false);
  const [allow, setAllow] = useState(false);
  const id = c.id;
  const finishing =
    c.status === 'pending' && c.account_label === null && entry.auth_method === 'api_key';
  const submit = async (credentials: Record<string, string>) => {
    if (finishing) return actions.submitCredentials({ id, credentials });
    try {
      return await actions.reconnect({ id, credentials, allow_account_change: allow });
    } catch (error) {
      if (hasCode(error, 'account_mismatch')) setMismatch(true);
      throw error;
    }
  };
  return (
    <Dialog
      title={
        finishing
          ? t('connections.finishConnectingNamed', { name: c.name })
          : t('connections.reconnectNamed', { name: c.name })
      }
      description={
        c.account_label
          ? t('connections.keepsItsIdHistoryRecords', { account_label: c.account_label })
          : t('connections.keepsItsIdHistory')
      }
      icon={<Logo logo={entry.logo} name={entry.name} size="lg" />}
      onClose={onClose}
      locked={entry.auth_method === 'api_key'}
    >
      {mismatch || (entry.auth_method === 'oauth' && c.account_label) ? (
        <OtherAccount allowed={allow} onAllow={setAllow} />
      ) : null}
      {entry.auth_method === 'oauth' ? (
        <ConnectOAuth
          entry={entry}
          action={t('connections.continue', { name: entry.name })}
          start={() =>
            actions.reconnect({
              id,
              return_to: window.location.pathname,
              allow_account_change: allow,
            })
          }
          startElsewhere={() => actions.reconnect({ id, allow_account_change: allow })}
          onClose={onClose}
        />
      ) : (
        <ConnectKey
          entry={entry}
          action={
            finishing
              ? t('connections.connectApp', { name: entry.name })
              : t('connections.checkReconnect')
          }
          submit={submit}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function OtherAccount({
  allowed,
  onAllow,
}: {
  allowed: boolean;
  onAllow: (allowed: boolean) => void;
}) {
  const t = useTranslations();
  return (
    <div className="px-5 pt-4">
      <Checkbox
        checked={allowed}
        onChange={(e) => onAllow(e.target.checked)}
        hint={t('connections.recordsBothAccountsWillStand')}
      >
        {t('connections.useOtherAccountFromNow')}
      </Checkbox>
    </div>
  );
}
