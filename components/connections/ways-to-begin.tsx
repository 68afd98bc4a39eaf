'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AppWindow, FlaskConical, KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import type { Narrowed } from '@/components/hooks/use-asked-connector';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { RemoveTwin } from '@/components/frame/remove-twin';
import { Button, ButtonLink } from '@/components/ui/button';
import { call, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';

type SetUp = Output<'getSetUp'>;

/** Three ways to begin in a workspace that has nothing yet; each works at once, or says whom to ask. */
export function WaysToBegin({ onBrowse }: { onBrowse: (narrowed: Narrowed) => void }) {
  const set_up = useQuery(queries.setUp(useWorkspace())).data;
  return (
    <div className="px-6 py-10">
      <h2 className="text-center text-sm">Connect your first source</h2>
      <p className="text-muted mx-auto mt-1 max-w-md text-center text-xs text-pretty">
        Inlet reads from it, keeps the data current in your own database, and tells you when
        something needs a person.
      </p>
      <ul aria-label="Ways to begin" className="mx-auto mt-6 grid max-w-4xl gap-2.5 lg:grid-cols-3">
        <SandboxWay sandbox={set_up?.sandbox} />
        <Way icon={<KeyRound aria-hidden />} title="Connect an app with a key">
          <p>
            Nothing to register: paste an API key of Pipedrive, Fathom, Pylon or another one, and
            its first records are here within seconds.
          </p>
          <Button onClick={() => onBrowse('key')}>Show apps with a key</Button>
        </Way>
        <AppWay admins={set_up?.platform_admins} onBrowse={onBrowse} />
      </ul>
    </div>
  );
}

const Way = ({
  icon,
  title,
  children,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
}) => (
  <li className="border-line bg-surface rounded-card flex flex-col gap-2.5 border p-4 [&>p]:flex-1">
    <h3 className="flex items-center gap-2 text-xs font-medium">
      <span className="text-accent-ink [&>svg]:size-4">{icon}</span>
      {title}
    </h3>
    <div className="text-muted flex flex-1 flex-col items-start gap-3 text-xs text-pretty [&>p]:flex-1">
      {children}
    </div>
  </li>
);

/** Made-up data in a workspace beside this one. */
function SandboxWay({ sandbox }: { sandbox: SetUp['sandbox'] | undefined }) {
  const [removing, remove] = useState(false);
  const twin = sandbox?.twin;
  return (
    <Way icon={<FlaskConical aria-hidden />} title="Try it with sandbox data">
      {twin ? (
        <>
          <p>
            {twin.name} holds {twin.connections} connections with made-up data, apart from this
            workspace.
          </p>
          <span className="flex flex-wrap gap-1.5">
            <ButtonLink href={`/${twin.slug}/connections`}>Open {twin.name}</ButtonLink>
            <Button variant="ghost" onClick={() => remove(true)}>
              Remove
            </Button>
          </span>
          {removing ? <RemoveTwin name={twin.name} onClose={() => remove(false)} /> : null}
        </>
      ) : (
        <MakeTwin reason={sandbox?.reason ?? null} />
      )}
    </Way>
  );
}

function MakeTwin({ reason }: { reason: string | null }) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const may = useCan('workspace:write');
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    await attempt(
      call('putSandboxTwin', {}, { workspace }).then(({ twin }) => {
        // Another workspace is another frame: nothing of this one is taken along.
        window.location.assign(`/${twin.slug}/connections`);
      }),
    );
    setBusy(false);
    await client.invalidateQueries({ queryKey: keys.setUp(workspace) });
  };
  if (reason !== null) return <p>{reason}</p>;
  return (
    <>
      <p>
        A workspace beside this one, with HubSpot, Pipedrive, Gong, Slack, Notion and X connected to
        stand-ins and made-up data. One click removes it again.
      </p>
      {may ? (
        <Button variant="primary" busy={busy} onClick={() => void make()}>
          Make a sandbox workspace
        </Button>
      ) : (
        <p className="text-2xs">An owner or admin of this workspace can make it.</p>
      )}
    </>
  );
}

/** Apps people sign in to need an app of this installation at the provider, which one person registers. */
function AppWay({
  admins,
  onBrowse,
}: {
  admins: readonly string[] | undefined;
  onBrowse: (narrowed: Narrowed) => void;
}) {
  const workspace = useWorkspace();
  const maySetUp = useCan('platform:write');
  return (
    <Way icon={<AppWindow aria-hidden />} title="Set up an app people sign in to">
      {maySetUp ? (
        <>
          <p>
            HubSpot, Slack or Gmail: register Inlet there once. A page takes you through it, with
            the exact redirect URI, the scopes and a test.
          </p>
          <ButtonLink href={`/${workspace}/admin/provider-apps`}>Choose the app</ButtonLink>
        </>
      ) : (
        <>
          <p>
            HubSpot, Slack or Gmail have to be registered once for everybody.{' '}
            {admins && admins.length > 0
              ? `Here ${named(admins)} can. Say which you want, and it stands in their list.`
              : 'Say which you want; whoever runs this installation sees it in their list.'}
          </p>
          <Button onClick={() => onBrowse('set_up')}>Ask for an app</Button>
        </>
      )}
    </Way>
  );
}

/** "Ada, Grace or Edsger"; of many the first three. */
const named = (names: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(
    names.length > 3 ? [...names.slice(0, 3), 'another admin of the platform'] : names,
  );
