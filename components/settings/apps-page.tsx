'use client';
import { useQuery } from '@tanstack/react-query';
import { Plug } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { APP_WORDS } from '@/lib/client/access-words';
import { queries } from '@/lib/client/queries';
import type { App } from '@/lib/contract/access-policy';

/** Which apps the workspace uses. */
export function AppsPage() {
  const t = useTranslations();
  const apps = useQuery(queries.apps(useWorkspace()));
  const change = useAccessActions();
  const [leaving, leave] = useState<App | null>(null);
  const turnOn = ({ id, name }: App) =>
    void attempt(change('setApp', { id, enabled: true }), t('settings.isOn', { name }));
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('settings.apps')}>{t('settings.whatThisWorkspaceUsesApp')}</PageHeader>
      <Card className="overflow-hidden">
        {apps.isPending ? <SkeletonRows rows={1} label={t('settings.loadingApps')} /> : null}
        {apps.isError ? <ErrorState error={apps.error} retry={() => void apps.refetch()} /> : null}
        <ul aria-label={t('settings.apps')} className="divide-line divide-y">
          {apps.data?.apps.map((app) => (
            <AppRow
              key={app.id}
              app={app}
              onChange={() => (app.enabled ? leave(app) : turnOn(app))}
            />
          ))}
        </ul>
      </Card>
      {leaving ? (
        <ConfirmDialog
          danger
          title={t('settings.askTurnOff', { name: t(APP_WORDS[leaving.id].name) })}
          action={t('settings.turnOff')}
          onClose={() => leave(null)}
          confirm={() => change('setApp', { id: leaving.id, enabled: false })}
        >
          <p>{t('settings.everybodyThisWorkspaceStopsSeeing')}</p>
          <p>{t('settings.whatConnectedStaysConnectedKeeps')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function AppRow({ app, onChange }: { app: App; onChange: () => void }) {
  const t = useTranslations();
  const may = useCan('workspace:write');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3.5">
      <span className="border-line rounded-tile grid size-9 shrink-0 place-items-center border">
        <Plug aria-hidden className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <h2 className="flex items-center gap-2 text-sm font-medium">
          {t(APP_WORDS[app.id].name)}
          {app.enabled ? (
            <Badge tone="accent">{t('settings.on')}</Badge>
          ) : (
            <Badge>{t('settings.off')}</Badge>
          )}
        </h2>
        <p className="text-muted text-xs text-pretty">{t(APP_WORDS[app.id].about)}</p>
      </div>
      <Button
        disabled={!may}
        title={may ? undefined : t('settings.onlyOwnersAdminsTurnApps')}
        onClick={onChange}
        aria-label={t('settings.turnNamed', {
          name: t(APP_WORDS[app.id].name),
          which: String(Boolean(app.enabled)),
        })}
      >
        {app.enabled ? t('settings.turnOff') : t('settings.turnOn')}
      </Button>
    </li>
  );
}
