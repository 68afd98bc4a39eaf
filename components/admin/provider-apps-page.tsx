'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
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
  const t = useTranslations();
  const apps = useQuery(queries.providerApps(useWorkspace()));
  const [editing, edit] = useState<ProviderApp | null>(null);
  const [removing, remove] = useState<ProviderApp | null>(null);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('admin.providerApps')}>
        {t('admin.peopleConnectThroughAppYou')}
      </PageHeader>
      {apps.isPending ? <SkeletonRows rows={6} label={t('admin.loadingProviderApps')} /> : null}
      {apps.isError ? <ErrorState error={apps.error} retry={() => void apps.refetch()} /> : null}
      {apps.data ? (
        <ul
          aria-label={t('admin.providerApps')}
          className="divide-line border-line divide-y border-y"
        >
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

const SOURCES = { stored: 'admin.enteredHere', environment: 'admin.fromEnvironment' } as const;

/** One app, and what can be done with it. Longer than a screen: one row in one piece. */
function AppRow({
  app,
  onEdit,
  onRemove,
}: {
  app: ProviderApp;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const may = useCan('platform:write');
  const why = may ? undefined : t('admin.roleMayNotChange');
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3.5">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex items-center gap-2 text-sm font-medium">
          {app.name}
          <Badge tone={app.source ? 'accent' : 'idle'}>
            {t(app.source ? SOURCES[app.source] : 'admin.notSetUp')}
          </Badge>
        </h2>
        {app.client_id ? (
          <p className="text-muted mt-0.5 text-xs">
            {t('admin.clientId')}{' '}
            <code className="text-2xs font-mono break-all">{app.client_id}</code>
            {app.updated_at ? (
              <>
                {' · '}
                <Time iso={app.updated_at} prefix={t('admin.entered')} />
              </>
            ) : null}
          </p>
        ) : null}
        <p className="text-muted mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs">
          {t('admin.redirectUri')}{' '}
          <code className="text-2xs font-mono break-all">{app.redirect_uri}</code>
          <CopyButton
            text={app.redirect_uri}
            label={t('admin.copyRedirectUri', { name: app.name })}
          />
        </p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {app.source ? <TestButton app={app} disabled={!may} /> : null}
        {app.source ? (
          <Button disabled={!may} title={why} onClick={onEdit}>
            {t('admin.replace')}
          </Button>
        ) : (
          <ButtonLink href={`/${workspace}/admin/provider-apps/${app.type}`}>
            {t('admin.setUp')}
            <span className="sr-only"> {app.name}</span>
          </ButtonLink>
        )}
        {app.source === 'stored' ? (
          <Button variant="ghost" disabled={!may} title={why} onClick={onRemove}>
            {t('admin.forget')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function TestButton({ app, disabled }: { app: ProviderApp; disabled: boolean }) {
  const t = useTranslations();
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
        {t('admin.test')}
      </Button>
      {answer ? (
        <Dialog title={t('admin.says', { name: app.name })} onClose={() => setAnswer(null)}>
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
  const t = useTranslations();
  return (
    <Dialog
      locked
      title={t('admin.sApp', { name: app.name })}
      description={t('admin.theSecretKeptEncryptedNever')}
      onClose={onClose}
    >
      <ProviderAppForm app={app} onSaved={onClose}>
        {(fields, save) => (
          <>
            <DialogBody className="space-y-4">
              <p className="text-muted text-xs">
                {t('admin.itsRedirectUriAt', { name: app.name })}{' '}
                <code className="text-2xs text-ink font-mono break-all select-all">
                  {app.redirect_uri}
                </code>
              </p>
              {fields}
            </DialogBody>
            <DialogFooter>
              <Button onClick={onClose}>{t('admin.cancel')}</Button>
              {save}
            </DialogFooter>
          </>
        )}
      </ProviderAppForm>
    </Dialog>
  );
}

function RemoveDialog({ app, onClose }: { app: ProviderApp; onClose: () => void }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  return (
    <ConfirmDialog
      danger
      title={t('admin.forgetSApp', { name: app.name })}
      action={t('admin.forget')}
      onClose={onClose}
      confirm={async () => {
        await call('deleteProviderApp', { type: app.type }, { workspace });
        await client.invalidateQueries({ queryKey: keys.providerApps(workspace) });
      }}
    >
      <p>{t('admin.connectionsMadeThroughCanNo', { name: app.name })}</p>
    </ConfirmDialog>
  );
}
