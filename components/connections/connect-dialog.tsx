'use client';
import { ConnectHandle } from '@/components/connections/connect-handle';
import { ConnectKey } from '@/components/connections/connect-key';
import { ConnectOAuth } from '@/components/connections/connect-oauth';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import { Logo } from '@/components/ui/logo';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** Connects one source, by the method its connector has. */
export function ConnectDialog({ entry, onClose }: { entry: CatalogEntry; onClose: () => void }) {
  const { create } = useConnectionActions();
  const connector_type = entry.type;
  const body = !entry.connectable ? (
    <DialogBody>
      <p className="text-muted text-xs">
        {entry.availability_reason ?? 'It cannot be connected yet.'}
      </p>
    </DialogBody>
  ) : entry.auth_method === 'oauth' ? (
    <ConnectOAuth
      entry={entry}
      action={`Continue to ${entry.name}`}
      start={() => create({ connector_type, return_to: window.location.pathname })}
      onClose={onClose}
    />
  ) : entry.auth_method === 'api_key' ? (
    <ConnectKey
      entry={entry}
      action={`Connect ${entry.name}`}
      submit={(credentials) => create({ connector_type, credentials })}
      onClose={onClose}
    />
  ) : entry.auth_method === 'handle' ? (
    <ConnectHandle entry={entry} onClose={onClose} />
  ) : (
    <DialogBody>
      <p className="text-muted text-xs">Set it up over the API.</p>
    </DialogBody>
  );
  return (
    <Dialog
      title={`Connect ${entry.name}`}
      description={entry.description}
      icon={<Logo logo={entry.logo} name={entry.name} size="lg" />}
      onClose={onClose}
      locked={entry.auth_method === 'api_key'}
    >
      {body}
    </Dialog>
  );
}
