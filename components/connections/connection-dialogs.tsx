'use client';
import { useState, type FormEvent } from 'react';
import { ReconnectDialog } from '@/components/connections/reconnect-dialog';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import { count } from '@/lib/client/format';
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
  const actions = useConnectionActions();
  const app = entry?.name ?? c.connector_type;
  return (
    <ConfirmDialog
      title="Read everything again?"
      action="Start full re-sync"
      confirm={() => actions.sync(c, { full_sync: true })}
      onClose={onClose}
    >
      <p>
        Every record is read from {app} again instead of only what changed. Your records stay in
        place while it runs; what is gone at {app} is marked as deleted.
      </p>
      <p>It can take a while and uses more of {app}’s request allowance.</p>
    </ConfirmDialog>
  );
}

function DisconnectDialog({ connection: c, entry, onClose }: DialogProps) {
  const actions = useConnectionActions();
  const app = entry?.name ?? c.connector_type;
  const disconnect = async () => {
    const { revoked } = await actions.disconnect(c);
    say(
      revoked === false ? 'error' : 'success',
      `${c.name} is disconnected`,
      revokedText(app, revoked),
    );
  };
  return (
    <ConfirmDialog
      danger
      title={`Disconnect ${c.name}?`}
      action="Disconnect"
      confirm={disconnect}
      onClose={onClose}
    >
      <p>
        Syncing stops and the credential is erased.{' '}
        {entry?.auth_method === 'oauth'
          ? `Where ${app} lets us, our access there is taken back too.`
          : null}
      </p>
      <p>
        <strong className="text-ink font-medium">Kept:</strong>{' '}
        {c.records_total > 0 ? count(c.records_total, 'record') : 'its records'}, the sync history
        and the connection’s id. Reconnect it any time and it goes on where it stopped.
      </p>
    </ConfirmDialog>
  );
}

/** What the provider said about our access; nothing when there was none to take back. */
function revokedText(app: string, revoked: boolean | null): string | undefined {
  if (revoked === null) return undefined;
  return revoked
    ? `${app} confirmed that our access is gone.`
    : `${app} did not confirm that our access is gone. You can remove it there yourself.`;
}

function RenameDialog({ connection: c, onClose }: DialogProps) {
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
    <Dialog title="Rename connection" onClose={onClose}>
      <form onSubmit={(e) => void save(e)}>
        <DialogBody>
          <Field id="rename" label="Name" error={name.trim() === '' ? 'Enter a name.' : undefined}>
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
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Save name
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
