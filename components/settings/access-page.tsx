'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { AccessTable, type Subject } from '@/components/settings/access-table';
import { ROLE_WORDS } from '@/components/settings/role-select';
import { ViewAs } from '@/components/settings/view-as';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { APP_WORDS } from '@/lib/client/access-words';
import type { Output } from '@/lib/client/call';
import { queries } from '@/lib/client/queries';
import { inSentence } from '@/lib/client/words';
import type { Level, SurfaceId } from '@/lib/contract/surfaces';

/** Who may see and change what: by role, and by member where one is an exception. */
export function AccessPage() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const access = useQuery(queries.access(workspace));
  const apps = useQuery(queries.apps(workspace));
  const off = apps.data?.apps.find((app) => !app.enabled);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('settings.access')}>{t('settings.whatEachRoleMayDo')}</PageHeader>
      {off ? (
        <p role="status" className="bg-warn-soft text-warn-ink rounded-card px-3.5 py-2.5 text-xs">
          {t('settings.isOffNobodySeesWhatever', { name: t(APP_WORDS[off.id].name) })}{' '}
          <Link href={`/${workspace}/settings/apps`} className="underline underline-offset-2">
            {t('settings.goApps')}
          </Link>
        </p>
      ) : null}
      {access.isPending ? <SkeletonRows rows={6} label={t('settings.loadingAccess')} /> : null}
      {access.isError ? (
        <ErrorState error={access.error} retry={() => void access.refetch()} />
      ) : null}
      {access.data ? <Matrix access={access.data} /> : null}
    </div>
  );
}

function Matrix({ access }: { access: Output<'getAccess'> }) {
  const t = useTranslations();
  const change = useAccessActions();
  const roles = access.roles.map((one): Subject => ({
    ...one,
    key: one.role,
    name: t(ROLE_WORDS[one.role].several),
    about: null,
    inherits: t('settings.byDefault'),
    set: (surface: SurfaceId, level: Level | null) =>
      attempt(change('setRoleAccess', { role: one.role, surface, level })),
  }));
  const members = access.members.map((one): Subject => ({
    ...one,
    key: one.user_id,
    about: `${t(ROLE_WORDS[one.role].label)} · ${one.email}`,
    inherits: t('settings.asEvery', {
      role: inSentence(t(ROLE_WORDS[one.role].label), t),
      several: t(ROLE_WORDS[one.role].several),
    }),
    set: (surface: SurfaceId, level: Level | null) =>
      attempt(change('setMemberAccess', { user_id: one.user_id, surface, level })),
  }));
  return (
    <>
      <Card aria-labelledby="by-role" className="overflow-hidden">
        <CardHeader id="by-role" title={t('settings.roles')} />
        <AccessTable
          label={t('settings.accessByRole')}
          who={t('settings.role')}
          subjects={roles}
          own="role"
        />
      </Card>
      <Card aria-labelledby="by-member" className="overflow-hidden">
        <CardHeader
          id="by-member"
          title={t('settings.members')}
          hint={t('settings.dashedAsTheirRoleChoose')}
        />
        <AccessTable
          label={t('settings.accessByMember')}
          who={t('settings.member')}
          subjects={members}
          own="member"
        />
      </Card>
      <ViewAs roles={roles} members={members} />
    </>
  );
}
