'use client';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { InvitationsCard } from '@/components/settings/invitations-card';
import { MemberRow } from '@/components/settings/member-row';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { useCan, useSession, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { whenNeeded } from '@/components/ui/when-needed';
import { queries } from '@/lib/client/queries';
import type { Member } from '@/lib/contract/access';

const InviteDialog = whenNeeded(() =>
  import('@/components/settings/invite-dialog').then((m) => m.InviteDialog),
);
const ConfirmDialog = whenNeeded(() =>
  import('@/components/ui/confirm-dialog').then((m) => m.ConfirmDialog),
);

/** Who is in the workspace, with which role, and who was invited. */
export function MembersPage() {
  const t = useTranslations();
  const write = useCan('members:write');
  const [inviting, invite] = useState(false);
  const [removing, remove] = useState<Member | null>(null);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader
        title={t('settings.members')}
        action={
          write ? (
            <Button
              variant="primary"
              icon={<UserPlus aria-hidden className="size-4" />}
              onClick={() => invite(true)}
            >
              {t('settings.inviteSomebody')}
            </Button>
          ) : undefined
        }
      >
        {t('settings.whoCanSeeManageThis')}
      </PageHeader>
      <MembersCard onRemove={remove} />
      <InvitationsCard />
      {inviting ? <InviteDialog onClose={() => invite(false)} /> : null}
      {removing ? <RemoveDialog member={removing} onClose={() => remove(null)} /> : null}
    </div>
  );
}

function MembersCard({ onRemove }: { onRemove: (member: Member) => void }) {
  const t = useTranslations();
  const members = useQuery(queries.members(useWorkspace()));
  const list = members.data?.members;
  return (
    <Card aria-labelledby="members" className="overflow-hidden">
      <CardHeader
        id="members"
        title={list ? t('settings.countMembers', { count: list.length }) : t('settings.members')}
      />
      {members.isPending ? <SkeletonRows rows={3} label={t('settings.loadingMembers')} /> : null}
      {members.isError ? (
        <ErrorState error={members.error} retry={() => void members.refetch()} />
      ) : null}
      {list ? (
        <ul className="divide-line divide-y">
          {list.map((member) => (
            <MemberRow
              key={member.user_id}
              member={member}
              sole={member.role === 'owner' && list.filter((m) => m.role === 'owner').length === 1}
              onRemove={() => onRemove(member)}
            />
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations();
  const change = useAccessActions();
  const leaving = member.user_id === useSession().user?.id;
  return (
    <ConfirmDialog
      danger
      title={
        leaving ? t('settings.leaveThisWorkspace') : t('settings.askRemove', { name: member.name })
      }
      action={leaving ? t('settings.leave') : t('settings.remove')}
      onClose={onClose}
      confirm={async () => {
        await change('removeMember', { user_id: member.user_id });
        if (leaving) window.location.assign('/');
      }}
    >
      <p>{leaving ? t('settings.youLoseAccessAtOnce') : t('settings.theirAccessEndsWithTheir')}</p>
    </ConfirmDialog>
  );
}
