'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { ReconnectDialog } from '@/components/connections/reconnect-dialog';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

interface DialogProps {
  connection: Connection;
  entry: CatalogEntry | undefined;
  onClose: () => void;
}

const DIALOGS = {
  rename: RenameDialog,
  reconnect: ReconnectDialog,
  resync: ResyncDialog,
  disconnect: DisconnectDialog,
};

/** The dialogs about one connection that exists. */
export function ConnectionDialogs({
  kind,
  ...props
}: DialogProps & { kind: keyof typeof DIALOGS }) {
  const Chosen = DIALOGS[kind];
  return <Chosen {...props} />;
}

function ResyncDialog({ connection: c, entry, onClose }: DialogProps) {
  const t = useTranslations();
  const actions = useConnectionActions();
  const app = entry?.name ?? c.connector_type;
  return (
    <ConfirmDialog
      title={t('connections.readEverythingAgain')}
      action={t('connections.startFullReSync')}
      confirm={() => actions.sync(c, { full_sync: true })}
      onClose={onClose}
    >
      <p>{t('connections.everyRecordReadFromAgain', { app })}</p>
      <p>{t('connections.itCanTakeWhileUses', { app })}</p>
    </ConfirmDialog>
  );
}

function DisconnectDialog({ connection: c, entry, onClose }: DialogProps) {
  const t = useTranslations();
  const actions = useConnectionActions();
  const app = entry?.name ?? c.connector_type;
  const disconnect = async () => {
    const { revoked } = await actions.disconnect(c);
    say(
      revoked === false ? 'error' : 'success',
      t('connections.isDisconnected', { name: c.name }),
      revokedText(app, revoked, t),
    );
  };
  return (
    <ConfirmDialog
      danger
      title={t('connections.askDisconnect', { name: c.name })}
      action={t('connections.disconnect')}
      confirm={disconnect}
      onClose={onClose}
    >
      <p>
        {t('connections.syncingStopsCredentialErased')}{' '}
        {entry?.auth_method === 'oauth' ? t('connections.whereLetsUsOurAccess', { app }) : null}
      </p>
      <p>
        <strong className="text-ink font-medium">{t('connections.keptHeading')}</strong>{' '}
        {t('connections.otherSyncHistoryConnectionsId', {
          which: String(c.records_total > 0),
          records_total: c.records_total,
        })}
      </p>
    </ConfirmDialog>
  );
}

/** What the provider said about our access; nothing when there was none to take back. */
function revokedText(app: string, revoked: boolean | null, t: Words): string | undefined {
  if (revoked === null) return undefined;
  return revoked
    ? t('connections.confirmedOurAccessGone', { app })
    : t('connections.didNotConfirmOurAccess', { app });
}

function RenameDialog({ connection: c, onClose }: DialogProps) {
  const t = useTranslations();
  const { rename } = useConnectionActions();
  const [name, setName] = useState(c.name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const next = name.trim();
    if (next === '') return;
    if (next === c.name) return onClose();
    onClose();
    await attempt(rename(c, next));
  };
  return (
    <Dialog title={t('connections.renameConnection')} onClose={onClose}>
      <form onSubmit={(e) => void save(e)}>
        <DialogBody>
          <Field
            id="rename"
            label={t('connections.name')}
            error={name.trim() === '' ? t('connections.enterName') : undefined}
          >
            {(control) => (
              <Input
                {...control}
                autoFocus
                maxLength={120}
                value={name}
                onChange={(e) => setName(e.target.value)}
                onFocus={(e) => e.target.select()}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('connections.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('connections.saveName')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
