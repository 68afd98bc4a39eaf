'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleHelp, ExternalLink, OctagonX } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input, SecretInput } from '@/components/ui/input';
import { Logo } from '@/components/ui/logo';
import { say } from '@/components/ui/toast';
import { call, type Output } from '@/lib/client/call';
import { fieldError } from '@/lib/client/problem';
import { keys } from '@/lib/client/queries';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { ProviderApp } from '@/lib/contract/provider-apps';

type Busy = 'test' | 'save' | 'remove' | null;
type Verdict = Output<'testProviderApp'>;

/**
 * Guides through setting an app up: what to register at the provider, what to enter here, and
 * whether the provider knows it. Longer than a screen: the dialog in one piece.
 */
export function ProviderAppDialog({
  app,
  entry,
  onClose,
}: {
  app: ProviderApp;
  entry: CatalogEntry | undefined;
  onClose: () => void;
}) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [client_id, setId] = useState(app.client_id ?? '');
  const [client_secret, setSecret] = useState('');
  const [busy, setBusy] = useState<Busy>(null);
  const [error, setError] = useState<unknown>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const { type } = app;
  const entered = client_id.trim() !== '' && client_secret.trim() !== '';

  const doing = async (what: Busy, work: () => Promise<void>) => {
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  const done = async (words: string) => {
    await client.invalidateQueries({ queryKey: keys.providerApps(workspace) });
    await client.invalidateQueries({ queryKey: keys.catalog(workspace) });
    say('success', words);
    onClose();
  };
  const test = () =>
    doing('test', async () => {
      const given = entered ? { client_id, client_secret } : {};
      setVerdict(await call('testProviderApp', { type, ...given }, { workspace }));
    });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!entered) return;
    void doing('save', async () => {
      await call('setProviderApp', { type, client_id, client_secret }, { workspace });
      await done(`People can sign in at ${app.name} now.`);
    });
  };
  const remove = () =>
    doing('remove', async () => {
      await call('deleteProviderApp', { type }, { workspace });
      await done(`The app at ${app.name} is forgotten.`);
    });

  return (
    <Dialog
      title={`${app.name} app`}
      icon={<Logo logo={entry?.logo ?? null} name={app.name} size="lg" />}
      locked
      onClose={onClose}
    >
      <form onSubmit={save} noValidate autoComplete="off">
        <DialogBody className="space-y-5">
          <AtTheProvider app={app} entry={entry} />
          <Field id="app-client-id" label="Client id" error={fieldError(error, 'client_id')}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                value={client_id}
                spellCheck={false}
                onChange={(e) => setId(e.target.value)}
              />
            )}
          </Field>
          <Field
            id="app-client-secret"
            label="Client secret"
            hint={
              app.source === 'stored' ? 'The one that is kept is never shown; enter it again.' : ''
            }
            error={fieldError(error, 'client_secret')}
          >
            {(control) => (
              <SecretInput
                mono
                what="Client secret"
                {...control}
                value={client_secret}
                onChange={(e) => setSecret(e.target.value)}
              />
            )}
          </Field>
          <VerdictNote verdict={verdict} />
          <ProblemNote error={error} />
        </DialogBody>
        <DialogFooter>
          {app.source === 'stored' ? (
            <Button
              className="mr-auto"
              busy={busy === 'remove'}
              disabled={busy !== null}
              onClick={() => void remove()}
            >
              Forget it
            </Button>
          ) : null}
          <Button
            busy={busy === 'test'}
            disabled={busy !== null || (!entered && app.client_id === null)}
            onClick={() => void test()}
          >
            Test
          </Button>
          <Button type="submit" variant="primary" busy={busy === 'save'} disabled={!entered}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** What has to be entered there, exactly. */
function AtTheProvider({ app, entry }: { app: ProviderApp; entry: CatalogEntry | undefined }) {
  const scopes = (entry?.scopes ?? []).map((one) => one.scope).join(' ');
  return (
    <section aria-labelledby="at-provider" className="bg-sunken rounded-tile space-y-3 p-3.5">
      <h3 id="at-provider" className="text-xs font-medium">
        At {app.name}
      </h3>
      <p className="text-muted text-xs">
        Make an app, give it this redirect address and these permissions, then copy its client id
        and secret from there.
      </p>
      <Exactly label="Redirect URI" value={app.redirect_uri} />
      {scopes === '' ? null : <Exactly label="Permissions" value={scopes} />}
      {app.docs_url ? (
        <a
          href={app.docs_url}
          target="_blank"
          rel="noreferrer"
          className="text-accent-ink inline-flex min-h-6 items-center gap-1 text-xs font-medium hover:underline"
        >
          {app.name}’s documentation
          <ExternalLink aria-hidden className="size-3.5" />
          <span className="sr-only">(new tab)</span>
        </a>
      ) : null}
    </section>
  );
}

const Exactly = ({ label, value }: { label: string; value: string }) => (
  <div>
    <p className="text-muted text-2xs">{label}</p>
    <p className="flex items-start gap-2">
      <code className="text-2xs min-w-0 flex-1 py-1 font-mono break-all select-all">{value}</code>
      <CopyButton text={value} label={`Copy ${label}`} />
    </p>
  </div>
);

const LOOKS = {
  accepted: { Icon: CircleCheck, look: 'bg-ok-soft text-ok-ink' },
  rejected: { Icon: OctagonX, look: 'bg-bad-soft text-bad-ink' },
  unknown: { Icon: CircleHelp, look: 'bg-idle-soft text-idle-ink' },
};

function VerdictNote({ verdict }: { verdict: Verdict | null }) {
  if (!verdict) return <div role="status" />;
  const { Icon, look } = LOOKS[verdict.verdict];
  return (
    <div role="status" className={`${look} rounded-tile flex items-start gap-3 p-3.5 text-xs`}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>{verdict.said}</p>
    </div>
  );
}
