'use client';
import { useState } from 'react';
import { ConnectHandle } from '@/components/connections/connect-handle';
import { ConnectKey } from '@/components/connections/connect-key';
import { ConnectOAuth } from '@/components/connections/connect-oauth';
import { ConnectWebhook } from '@/components/connections/connect-webhook';
import { asInput, EVERYTHING, ReadChoice } from '@/components/connections/read-choice';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { ButtonLink } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Logo } from '@/components/ui/logo';
import { count } from '@/lib/client/format';
import type { CatalogEntry } from '@/lib/contract/catalog';

interface ConnectProps {
  entry: CatalogEntry;
  onClose: () => void;
}

/** Connects one source, by the method its connector has. */
export function ConnectDialog({ entry, onClose }: ConnectProps) {
  return (
    <Dialog
      title={`Connect ${entry.name}`}
      description={entry.description}
      icon={<Logo logo={entry.logo} name={entry.name} size="lg" />}
      onClose={onClose}
      locked={entry.auth_method === 'api_key' || entry.auth_method === 'webhook'}
    >
      {entry.connectable ? <BeforeYouBegin entry={entry} /> : null}
      <Method entry={entry} onClose={onClose} />
    </Dialog>
  );
}

/** What writes is set up where it is watched. */
function OwnPage() {
  const workspace = useWorkspace();
  return (
    <>
      <DialogBody>
        <p className="text-muted text-xs text-pretty">
          It writes into Notion instead of reading from it. It is set up on a page of its own, where
          you choose what is written, and where.
        </p>
      </DialogBody>
      <DialogFooter>
        <ButtonLink autoFocus variant="primary" href={`/${workspace}/knowledge-sync`}>
          Go to Knowledge sync
        </ButtonLink>
      </DialogFooter>
    </>
  );
}

function Method({ entry, onClose }: ConnectProps) {
  const { create } = useConnectionActions();
  const [reading, setReading] = useState(EVERYTHING);
  const connector_type = entry.type;
  const choice = <ReadChoice entry={entry} value={reading} onChange={setReading} />;
  if (!entry.connectable)
    return <Sentence>{entry.availability_reason ?? 'It cannot be connected yet.'}</Sentence>;
  if (entry.direction === 'outbound') return <OwnPage />;
  switch (entry.auth_method) {
    case 'oauth':
      return (
        <ConnectOAuth
          entry={entry}
          action={`Continue to ${entry.name}`}
          fields={entry.connect_fields}
          start={(config) =>
            create({
              connector_type,
              return_to: window.location.pathname,
              config,
              ...asInput(entry, reading),
            })
          }
          startElsewhere={(config) =>
            create({ connector_type, config, ...asInput(entry, reading) })
          }
          choice={choice}
          onClose={onClose}
        />
      );
    case 'api_key':
      return (
        <ConnectKey
          entry={entry}
          action={`Connect ${entry.name}`}
          submit={(credentials) =>
            create({ connector_type, credentials, ...asInput(entry, reading) })
          }
          choice={choice}
          onClose={onClose}
        />
      );
    case 'handle':
      return <ConnectHandle entry={entry} onClose={onClose} />;
    case 'webhook':
      return <ConnectWebhook start={() => create({ connector_type })} onClose={onClose} />;
  }
}

/** Who has to do it, how long it takes, and that the provider is in trouble: known before, not after. */
function BeforeYouBegin({ entry }: { entry: CatalogEntry }) {
  return (
    <div className="px-5 pt-3">
      <p className="text-muted text-2xs">
        Takes about {count(entry.set_up_minutes, 'minute')}.
        {entry.role_needed ? ` It has to be done by ${entry.role_needed}.` : ''}
      </p>
      {entry.trouble ? (
        <p
          role="status"
          className="bg-warn-soft text-warn-ink rounded-tile mt-2 px-3 py-2 text-xs text-pretty"
        >
          {entry.trouble} Connecting may fail until it has passed.
        </p>
      ) : null}
    </div>
  );
}

const Sentence = ({ children }: { children: string }) => (
  <DialogBody>
    <p className="text-muted text-xs">{children}</p>
  </DialogBody>
);
