'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
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
          Provider apps
        </Link>
      </p>
      <PageHeader title={`Set up ${app?.name ?? 'an app'}`}>
        Once for everybody on this installation. Afterwards people sign in at{' '}
        {app?.name ?? 'the provider'} and see this app’s name there.
      </PageHeader>
      {apps.isPending ? <SkeletonRows rows={5} label="Loading the steps" /> : null}
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
  const may = useCan('platform:write');
  // A test says something of the app that was saved last.
  const [saved, setSaved] = useState(0);
  return (
    <ol aria-label="Steps" className="flex flex-col gap-2.5">
      <Step n={1} title={`Register an app at ${app.name}`}>
        <p className="text-muted text-pretty">
          In its developer console, under an account that will still be there next year.
          {app.docs_url ? (
            <>
              {' '}
              <a
                href={app.docs_url}
                target="_blank"
                rel="noreferrer"
                className="text-accent-ink underline underline-offset-2"
              >
                {app.name}’s documentation
              </a>
            </>
          ) : null}
        </p>
      </Step>
      <Step n={2} title="Enter this redirect URI there, exactly">
        <Copyable text={app.redirect_uri} label={`Copy the redirect URI of ${app.name}`} />
      </Step>
      <Step n={3} title="Let it ask for these scopes">
        <Scopes app={app} />
      </Step>
      <Step n={4} title="Bring its client id and secret here">
        <p className="text-muted">The secret is kept encrypted and never shown again.</p>
        <ProviderAppForm app={app} disabled={!may} onSaved={() => setSaved((n) => n + 1)}>
          {(fields, save) => (
            <div className="flex flex-col items-start gap-4 [&>div]:w-full">
              {fields}
              {save}
            </div>
          )}
        </ProviderAppForm>
        <p role="status" className="text-ok-ink">
          {saved > 0 ? 'Saved. Test it below.' : ''}
        </p>
        {may ? null : <p className="text-muted">Your platform role may not change this.</p>}
      </Step>
      <Step n={5} title={`Ask ${app.name} whether it knows the app`}>
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
  if (app.scopes.length === 0)
    return <p className="text-muted">{app.name} knows none: there is nothing to enter.</p>;
  return (
    <>
      <dl className="divide-line divide-y">
        {app.scopes.map(({ scope, why, required }) => (
          <div key={scope} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
            <dt className="flex items-center gap-2">
              <code className="text-2xs font-mono break-all">{scope}</code>
              {required ? null : <Badge>Optional</Badge>}
            </dt>
            <dd className="text-muted text-2xs">{why}</dd>
          </div>
        ))}
      </dl>
      <Copyable
        text={app.scopes.map(({ scope }) => scope).join(' ')}
        label={`Copy the scopes of ${app.name}`}
      />
    </>
  );
}

function Test({ app, disabled }: { app: ProviderApp; disabled: boolean }) {
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
          Test
        </Button>
        {good ? (
          <ButtonLink variant="primary" href={`/${workspace}/connections?connect=${app.type}`}>
            Connect {app.name}
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
