'use client';
import { useTranslations } from 'next-intl';
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
import type { CatalogEntry } from '@/lib/contract/catalog';

interface ConnectProps {
  entry: CatalogEntry;
  onClose: () => void;
}

/** Connects one source, by the method its connector has. */
export function ConnectDialog({ entry, onClose }: ConnectProps) {
  const t = useTranslations();
  return (
    <Dialog
      title={t('connections.connectApp', { name: entry.name })}
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
  const t = useTranslations();
  const workspace = useWorkspace();
  return (
    <>
      <DialogBody>
        <p className="text-muted text-xs text-pretty">
          {t('connections.itWritesIntoNotionInstead')}
        </p>
      </DialogBody>
      <DialogFooter>
        <ButtonLink autoFocus variant="primary" href={`/${workspace}/knowledge-sync`}>
          {t('connections.goKnowledgeSync')}
        </ButtonLink>
      </DialogFooter>
    </>
  );
}

function Method({ entry, onClose }: ConnectProps) {
  const t = useTranslations();
  const { create } = useConnectionActions();
  const [reading, setReading] = useState(EVERYTHING);
  const connector_type = entry.type;
  const choice = <ReadChoice entry={entry} value={reading} onChange={setReading} />;
  if (!entry.connectable)
    return (
      <Sentence>{entry.availability_reason ?? t('connections.itCannotConnectedYet')}</Sentence>
    );
  if (entry.direction === 'outbound') return <OwnPage />;
  switch (entry.auth_method) {
    case 'oauth':
      return (
        <ConnectOAuth
          entry={entry}
          action={t('connections.continue', { name: entry.name })}
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
          action={t('connections.connectApp', { name: entry.name })}
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
  const t = useTranslations();
  return (
    <div className="px-5 pt-3">
      <p className="text-muted text-2xs">
        {t('connections.takesAboutMinuteHasDone', {
          set_up_minutes: entry.set_up_minutes,
          known: String(entry.role_needed !== null),
          role: entry.role_needed ?? '',
        })}
      </p>
      {entry.trouble ? (
        <p
          role="status"
          className="bg-warn-soft text-warn-ink rounded-tile mt-2 px-3 py-2 text-xs text-pretty"
        >
          {t('connections.connectingMayFailUntilHas', { trouble: entry.trouble })}
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
