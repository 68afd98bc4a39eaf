'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AppWindow, FlaskConical, KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { attempt } from '@/components/hooks/use-connection-actions';
import type { Narrowed } from '@/components/hooks/use-asked-connector';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { RemoveTwin } from '@/components/frame/remove-twin';
import { Button, ButtonLink } from '@/components/ui/button';
import { call, type Output } from '@/lib/client/call';
import { localeOf } from '@/lib/client/format';
import { keys, queries } from '@/lib/client/queries';
import type { Words } from '@/lib/client/words';

type SetUp = Output<'getSetUp'>;

/** Three ways to begin in a workspace that has nothing yet; each works at once, or says whom to ask. */
export function WaysToBegin({ onBrowse }: { onBrowse: (narrowed: Narrowed) => void }) {
  const t = useTranslations();
  const set_up = useQuery(queries.setUp(useWorkspace())).data;
  return (
    <div className="px-6 py-10">
      <h2 className="text-center text-sm">{t('connections.connectYourFirstSource')}</h2>
      <p className="text-muted mx-auto mt-1 max-w-md text-center text-xs text-pretty">
        {t('connections.inletReadsFromKeepsData')}
      </p>
      <ul
        aria-label={t('connections.waysToBegin')}
        className="mx-auto mt-6 grid max-w-4xl gap-2.5 lg:grid-cols-3"
      >
        <SandboxWay sandbox={set_up?.sandbox} />
        <Way icon={<KeyRound aria-hidden />} title={t('connections.connectAppWithKey')}>
          <p>{t('connections.nothingRegisterPasteApiKey', { app: 'Pipedrive' })}</p>
          <Button onClick={() => onBrowse('key')}>{t('connections.showAppsWithKey')}</Button>
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
  const t = useTranslations();
  const [removing, remove] = useState(false);
  const twin = sandbox?.twin;
  return (
    <Way icon={<FlaskConical aria-hidden />} title={t('connections.tryWithSandboxData')}>
      {twin ? (
        <>
          <p>
            {t('connections.holdsConnectionsWithMadeUp', {
              name: twin.name,
              connections: twin.connections,
            })}
          </p>
          <span className="flex flex-wrap gap-1.5">
            <ButtonLink href={`/${twin.slug}/connections`}>
              {t('connections.openNamed', { name: twin.name })}
            </ButtonLink>
            <Button variant="ghost" onClick={() => remove(true)}>
              {t('connections.remove')}
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
  const t = useTranslations();
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
      <p>{t('connections.aWorkspaceBesideThisOne', { app: 'Pipedrive' })}</p>
      {may ? (
        <Button variant="primary" busy={busy} onClick={() => void make()}>
          {t('connections.makeSandboxWorkspace')}
        </Button>
      ) : (
        <p className="text-2xs">{t('connections.anOwnerOrAdminThis')}</p>
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
  const t = useTranslations();
  const workspace = useWorkspace();
  const maySetUp = useCan('platform:write');
  return (
    <Way icon={<AppWindow aria-hidden />} title={t('connections.setUpAppPeopleSign')}>
      {maySetUp ? (
        <>
          <p>{t('connections.hubspotSlackOrGmailRegister')}</p>
          <ButtonLink href={`/${workspace}/admin/provider-apps`}>
            {t('connections.chooseApp')}
          </ButtonLink>
        </>
      ) : (
        <>
          <p>
            {t('connections.hubspotSlackOrGmailHave')}{' '}
            {admins && admins.length > 0
              ? t('connections.hereCanSayWhichYou', { named: named(admins, t) })
              : t('connections.sayWhichYouWantWhoever')}
          </p>
          <Button onClick={() => onBrowse('set_up')}>{t('connections.askApp')}</Button>
        </>
      )}
    </Way>
  );
}

/** "Ada, Grace or Edsger"; of many the first three. */
const named = (names: readonly string[], t: Words): string =>
  new Intl.ListFormat(localeOf(t), { type: 'disjunction' }).format(
    names.length > 3 ? [...names.slice(0, 3), t('connections.anotherAdminPlatform')] : names,
  );
