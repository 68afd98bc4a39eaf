'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { ChatCard } from '@/components/notifications/chat-card';
import { Card, CardHeader } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys, queries } from '@/lib/client/queries';
import type { MessageKey } from '@/lib/client/words';
import type { NotificationKind } from '@/lib/contract/notifications';

type Preferences = Output<'getNotificationPreferences'>;

/** What the person hears of in this workspace, and how; and which channel of a chat is told. */
export function PreferencesPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const mayRead = useCan('workspace:read');
  const preferences = useQuery(queries.preferences(workspace));
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('notifications.notificationSettings')}>
        {t('notifications.whatYouHearThisWorkspace')}
      </PageHeader>
      <Card aria-labelledby="mine">
        <CardHeader id="mine" title={t('notifications.you')} />
        {preferences.isPending ? (
          <SkeletonRows rows={3} label={t('notifications.loadingSettings')} />
        ) : null}
        {preferences.isError ? (
          <ErrorState error={preferences.error} retry={() => void preferences.refetch()} />
        ) : null}
        {preferences.data ? <Mine preferences={preferences.data} /> : null}
      </Card>
      {mayRead ? <ChatCard /> : null}
    </div>
  );
}

const KINDS: readonly { kind: NotificationKind; label: MessageKey; hint: MessageKey }[] = [
  {
    kind: 'needs_reauth',
    label: 'notifications.somebodyHasReconnect',
    hint: 'notifications.aProviderNoLongerAccepts',
  },
  {
    kind: 'grant_ending',
    label: 'notifications.anAuthorizationEndsWithinWeek',
    hint: 'notifications.someProvidersLetOneLast',
  },
  { kind: 'failing', label: 'notifications.syncsFail', hint: 'notifications.itTriedAgainByItself' },
  {
    kind: 'auto_paused',
    label: 'notifications.aConnectionWasPausedBy',
    hint: 'notifications.itsSyncsFailedAgainAgain',
  },
  {
    kind: 'deletions_held',
    label: 'notifications.deletionsWaitYes',
    hint: 'notifications.soManyRecordsGoneAt',
  },
  {
    kind: 'app_available',
    label: 'notifications.anAppYouAskedForIsThere',
    hint: 'notifications.youAskedToBeTold',
  },
  {
    kind: 'app_requested',
    label: 'notifications.aWorkspaceAsksForAnApp',
    hint: 'notifications.onceForEachAppAndWorkspace',
  },
];

function Mine({ preferences: { email, muted, email_possible } }: { preferences: Preferences }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  // Whoever runs the installation hears what its workspaces ask for; nobody else is asked about that.
  const runs = useCan('platform:read');
  const kinds = KINDS.filter(({ kind }) => runs || kind !== 'app_requested');
  const save = async (change: Partial<Input<'setNotificationPreferences'>>) => {
    const input = { email, muted, ...change };
    client.setQueryData(keys.preferences(workspace), { ...input, email_possible });
    try {
      await call('setNotificationPreferences', input, { workspace });
    } finally {
      await client.invalidateQueries({ queryKey: keys.preferences(workspace) });
    }
  };
  return (
    <div className="flex flex-col gap-5 p-4">
      <fieldset className="flex flex-col gap-1">
        <legend className="text-muted text-2xs mb-1">{t('notifications.youHearWhen')}</legend>
        {kinds.map(({ kind, label, hint }) => (
          <Checkbox
            key={kind}
            hint={t(hint)}
            checked={!muted.includes(kind)}
            onChange={({ target: { checked } }) =>
              void attempt(
                save({
                  muted: checked ? muted.filter((one) => one !== kind) : [...muted, kind],
                }),
              )
            }
          >
            {t(label)}
          </Checkbox>
        ))}
      </fieldset>
      <div className="max-w-xs">
        <label htmlFor="by-mail" className="text-muted text-2xs mb-1 block">
          {t('notifications.byEMail')}
        </label>
        <Select
          id="by-mail"
          value={email}
          onChange={(e) => void attempt(save({ email: e.target.value as Preferences['email'] }))}
        >
          <option value="at_once">{t('notifications.atOnce')}</option>
          <option value="daily">{t('notifications.onceADay')}</option>
          <option value="never">{t('notifications.never')}</option>
        </Select>
        {email_possible ? null : (
          <p className="text-muted text-2xs mt-1.5 text-pretty">
            {t('notifications.thisInstallationSendsNoE')}
          </p>
        )}
      </div>
    </div>
  );
}
