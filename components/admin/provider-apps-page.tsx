'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { ProviderAppForm } from '@/components/admin/provider-app-form';
import { Button, ButtonLink } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { ProviderApp } from '@/lib/contract/provider-apps';

/** The OAuth clients of this installation: what to enter at each provider, and what it said. */
export function ProviderAppsPage() {
  const apps = useQuery(queries.providerApps(useWorkspace()));
  const [editing, edit] = useState<ProviderApp | null>(null);
  const [removing, remove] = useState<ProviderApp | null>(null);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title="Provider apps">
        People connect through an app that you register at each provider. Enter its redirect URI
        there exactly as it stands here.
      </PageHeader>
      {apps.isPending ? <SkeletonRows rows={6} label="Loading provider apps" /> : null}
      {apps.isError ? <ErrorState error={apps.error} retry={() => void apps.refetch()} /> : null}
      {apps.data ? (
        <ul aria-label="Provider apps" className="divide-line border-line divide-y border-y">
          {apps.data.provider_apps.map((app) => (
            <AppRow
              key={app.type}
              app={app}
              onEdit={() => edit(app)}
              onRemove={() => remove(app)}
            />
          ))}
        </ul>
      ) : null}
      {editing ? <EditDialog app={editing} onClose={() => edit(null)} /> : null}
      {removing ? <RemoveDialog app={removing} onClose={() => remove(null)} /> : null}
    </div>
  );
}

const SOURCES = { stored: 'Entered here', environment: 'From the environment' } as const;

function AppRow({
  app,
  onEdit,
  onRemove,
}: {
  app: ProviderApp;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const workspace = useWorkspace();
  const may = useCan('platform:write');
  const why = may ? undefined : 'Your platform role may not change this.';
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3.5">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex items-center gap-2 text-sm font-medium">
          {app.name}
          <Badge tone={app.source ? 'accent' : 'idle'}>
            {app.source ? SOURCES[app.source] : 'Not set up'}
          </Badge>
        </h2>
        {app.client_id ? (
          <p className="text-muted mt-0.5 text-xs">
            Client id <code className="text-2xs font-mono break-all">{app.client_id}</code>
            {app.updated_at ? (
              <>
                {' · '}
                <Time iso={app.updated_at} prefix="entered " />
              </>
            ) : null}
          </p>
        ) : null}
        <p className="text-muted mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs">
          Redirect URI <code className="text-2xs font-mono break-all">{app.redirect_uri}</code>
          <CopyButton text={app.redirect_uri} label={`Copy the redirect URI of ${app.name}`} />
        </p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {app.source ? <TestButton app={app} disabled={!may} /> : null}
        {app.source ? (
          <Button disabled={!may} title={why} onClick={onEdit}>
            Replace
          </Button>
        ) : (
          <ButtonLink href={`/${workspace}/admin/provider-apps/${app.type}`}>
            Set up<span className="sr-only"> {app.name}</span>
          </ButtonLink>
        )}
        {app.source === 'stored' ? (
          <Button variant="ghost" disabled={!may} title={why} onClick={onRemove}>
            Forget
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function TestButton({ app, disabled }: { app: ProviderApp; disabled: boolean }) {
  const workspace = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Output<'testProviderApp'> | null>(null);
  const test = async () => {
    setBusy(true);
    await attempt(call('testProviderApp', { type: app.type }, { workspace }).then(setAnswer));
    setBusy(false);
  };
  return (
    <>
      <Button busy={busy} disabled={disabled} onClick={() => void test()}>
        Test
      </Button>
      {answer ? (
        <Dialog title={`${app.name} says`} onClose={() => setAnswer(null)}>
          <DialogBody>
            <p
              className={
                answer.verdict === 'accepted' ? 'text-ok-ink text-sm' : 'text-warn-ink text-sm'
              }
            >
              {answer.said}
            </p>
          </DialogBody>
        </Dialog>
      ) : null}
    </>
  );
}

/** Other values for an app that is set up: its secret was renewed, or it is another app. */
function EditDialog({ app, onClose }: { app: ProviderApp; onClose: () => void }) {
  return (
    <Dialog
      locked
      title={`${app.name}’s app`}
      description="The secret is kept encrypted and never shown again."
      onClose={onClose}
    >
      <ProviderAppForm app={app} onSaved={onClose}>
        {(fields, save) => (
          <>
            <DialogBody className="space-y-4">
              <p className="text-muted text-xs">
                Its redirect URI at {app.name}:{' '}
                <code className="text-2xs text-ink font-mono break-all select-all">
                  {app.redirect_uri}
                </code>
              </p>
              {fields}
            </DialogBody>
            <DialogFooter>
              <Button onClick={onClose}>Cancel</Button>
              {save}
            </DialogFooter>
          </>
        )}
      </ProviderAppForm>
    </Dialog>
  );
}

function RemoveDialog({ app, onClose }: { app: ProviderApp; onClose: () => void }) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={`Forget ${app.name}’s app?`}
      action="Forget"
      onClose={onClose}
      confirm={async () => {
        await call('deleteProviderApp', { type: app.type }, { workspace });
        await client.invalidateQueries({ queryKey: keys.providerApps(workspace) });
      }}
    >
      <p>
        Connections made through it can no longer renew their access, and nobody can connect{' '}
        {app.name} until an app is entered again.
      </p>
    </ConfirmDialog>
  );
}
