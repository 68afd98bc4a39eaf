'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { ProviderAppForm } from '@/components/admin/provider-app-form';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { call, type Output } from '@/lib/client/call';
import { queries } from '@/lib/client/queries';
import type { ProviderApp } from '@/lib/contract/provider-apps';

/** Registering Inlet at one provider, step by step, up to the test that it works. */
export function ProviderAppGuide({ type }: { type: string }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const apps = useQuery(queries.providerApps(workspace));
  const app = apps.data?.provider_apps.find((one) => one.type === type);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <p className="text-muted -mb-4 text-xs">
        <Link
          href={`/${workspace}/admin/provider-apps`}
          className="hover:text-ink underline underline-offset-2"
        >
          {t('admin.providerApps')}
        </Link>
      </p>
      <PageHeader title={t('admin.setUpApp', { name: app?.name ?? t('admin.anApp') })}>
        {t('admin.onceEverybodyOnThisInstallation', { name: app?.name ?? t('admin.theProvider') })}
      </PageHeader>
      {apps.isPending ? <SkeletonRows rows={5} label={t('admin.loadingSteps')} /> : null}
      {apps.isError ? <ErrorState error={apps.error} retry={() => void apps.refetch()} /> : null}
      {app ? <Steps app={app} /> : null}
    </div>
  );
}

const Step = ({ n, title, children }: { n: number; title: string; children: ReactNode }) => (
  <li className="border-line bg-surface rounded-card flex gap-3 border p-4">
    <span
      aria-hidden
      className="bg-sunken text-2xs tabular flex size-6 shrink-0 items-center justify-center rounded-full font-medium"
    >
      {n}
    </span>
    <div className="flex min-w-0 flex-1 flex-col gap-2.5 pt-0.5 text-xs">
      <h2 className="text-xs font-medium">{title}</h2>
      {children}
    </div>
  </li>
);

function Steps({ app }: { app: ProviderApp }) {
  const t = useTranslations();
  const may = useCan('platform:write');
  // A test says something of the app that was saved last.
  const [saved, setSaved] = useState(0);
  return (
    <ol aria-label={t('admin.steps')} className="flex flex-col gap-2.5">
      <Step n={1} title={t('admin.registerAppAt', { name: app.name })}>
        <p className="text-muted text-pretty">
          {t('admin.inItsDeveloperConsoleUnder')}
          {app.docs_url ? (
            <>
              {' '}
              <a
                href={app.docs_url}
                target="_blank"
                rel="noreferrer"
                className="text-accent-ink underline underline-offset-2"
              >
                {t('admin.sDocumentation', { name: app.name })}
              </a>
            </>
          ) : null}
        </p>
      </Step>
      <Step n={2} title={t('admin.enterThisRedirectUriThere')}>
        <Copyable text={app.redirect_uri} label={t('admin.copyRedirectUri', { name: app.name })} />
      </Step>
      <Step n={3} title={t('admin.letAskTheseScopes')}>
        <Scopes app={app} />
      </Step>
      <Step n={4} title={t('admin.bringItsClientIdSecret')}>
        <p className="text-muted">{t('admin.theSecretKeptEncryptedNever')}</p>
        <ProviderAppForm app={app} disabled={!may} onSaved={() => setSaved((n) => n + 1)}>
          {(fields, save) => (
            <div className="flex flex-col items-start gap-4 [&>div]:w-full">
              {fields}
              {save}
            </div>
          )}
        </ProviderAppForm>
        <p role="status" className="text-ok-ink">
          {saved > 0 ? t('admin.savedTestBelow') : ''}
        </p>
        {may ? null : <p className="text-muted">{t('admin.roleMayNotChange')}</p>}
      </Step>
      <Step n={5} title={t('admin.askWhetherKnowsApp', { name: app.name })}>
        <Test key={saved} app={app} disabled={!may || app.source === null} />
      </Step>
    </ol>
  );
}

const Copyable = ({ text, label }: { text: string; label: string }) => (
  <p className="bg-sunken rounded-control flex items-center gap-2 py-1 pr-1 pl-3">
    <code className="text-2xs min-w-0 flex-1 font-mono break-all select-all">{text}</code>
    <CopyButton text={text} label={label} />
  </p>
);

function Scopes({ app }: { app: ProviderApp }) {
  const t = useTranslations();
  if (app.scopes.length === 0)
    return (
      <p className="text-muted">{t('admin.knowsNoneThereNothingEnter', { name: app.name })}</p>
    );
  return (
    <>
      <dl className="divide-line divide-y">
        {app.scopes.map(({ scope, why, required }) => (
          <div key={scope} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
            <dt className="flex items-center gap-2">
              <code className="text-2xs font-mono break-all">{scope}</code>
              {required ? null : <Badge>{t('admin.optional')}</Badge>}
            </dt>
            <dd className="text-muted text-2xs">{why}</dd>
          </div>
        ))}
      </dl>
      <Copyable
        text={app.scopes.map(({ scope }) => scope).join(' ')}
        label={t('admin.copyScopes', { name: app.name })}
      />
    </>
  );
}

function Test({ app, disabled }: { app: ProviderApp; disabled: boolean }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Output<'testProviderApp'> | null>(null);
  const test = async () => {
    setBusy(true);
    await attempt(call('testProviderApp', { type: app.type }, { workspace }).then(setAnswer));
    setBusy(false);
  };
  const good = answer?.verdict === 'accepted';
  const Icon = good ? CircleCheck : TriangleAlert;
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Button busy={busy} disabled={disabled} onClick={() => void test()}>
          {t('admin.test')}
        </Button>
        {good ? (
          <ButtonLink variant="primary" href={`/${workspace}/connections?connect=${app.type}`}>
            {t('admin.connect', { name: app.name })}
          </ButtonLink>
        ) : null}
      </div>
      <p aria-live="polite" className={good ? 'text-ok-ink' : 'text-warn-ink'}>
        {answer ? (
          <>
            <Icon aria-hidden className="mr-1.5 inline size-4" />
            {answer.said}
          </>
        ) : null}
      </p>
    </>
  );
}
