'use client';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { RoleSelect, ROLE_WORDS } from '@/components/settings/role-select';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useSession, useWorkspace } from '@/components/hooks/use-workspace';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { count, formatDay } from '@/lib/client/format';
import { queries } from '@/lib/client/queries';
import type { Member } from '@/lib/contract/access';

const InviteDialog = dynamic(
  () => import('@/components/settings/invite-dialog').then((m) => m.InviteDialog),
  { ssr: false },
);
const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((m) => m.ConfirmDialog),
  { ssr: false },
);

/** Who is in the workspace, with which role, and who was invited. */
export function MembersPage() {
  const workspace = useWorkspace();
  const session = useSession();
  const write = useCan('members:write');
  const change = useAccessActions();
  const members = useQuery(queries.members(workspace));
  const invitations = useQuery(queries.invitations(workspace));
  const [inviting, invite] = useState(false);
  const [removing, remove] = useState<Member | null>(null);
  const me = session.user?.id;
  const open = invitations.data?.invitations ?? [];
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader
        title="Members"
        action={
          write ? (
            <Button
              variant="primary"
              icon={<UserPlus aria-hidden className="size-4" />}
              onClick={() => invite(true)}
            >
              Invite somebody
            </Button>
          ) : undefined
        }
      >
        Who can see and manage this workspace. Access ends with a removed member’s next request.
      </PageHeader>
      <Card aria-labelledby="members" className="overflow-hidden">
        <CardHeader
          id="members"
          title={members.data ? count(members.data.members.length, 'member') : 'Members'}
        />
        {members.isPending ? (
          <SkeletonRows rows={3} label="Loading members" />
        ) : members.isError ? (
          <ErrorState error={members.error} retry={() => void members.refetch()} />
        ) : (
          <ul className="divide-line divide-y">
            {members.data.members.map((m) => (
              <li
                key={m.user_id}
                className="flex min-h-15 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5"
              >
                <Avatar name={m.name} className="text-2xs size-8" />
                <div className="min-w-0 flex-1 basis-40">
                  <p className="flex items-center gap-2 text-xs font-medium">
                    <span className="truncate">{m.name}</span>
                    {m.user_id === me ? <Badge>You</Badge> : null}
                  </p>
                  <p className="text-muted text-2xs truncate">{m.email}</p>
                </div>
                <span className="text-muted text-2xs max-sm:hidden">
                  Joined {formatDay(m.joined_at)}
                </span>
                {write ? (
                  <RoleSelect
                    label={`Role of ${m.name}`}
                    value={m.role}
                    onChange={(role) =>
                      void attempt(
                        change('updateMember', { user_id: m.user_id, role }),
                        `${m.name} is ${role === 'member' ? 'a member' : `an ${role}`} now`,
                      )
                    }
                  />
                ) : (
                  <span className="text-xs">{ROLE_WORDS[m.role].label}</span>
                )}
                {write ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={m.user_id === me ? 'Leave the workspace' : `Remove ${m.name}`}
                    onClick={() => remove(m)}
                    className="w-20"
                  >
                    {m.user_id === me ? 'Leave' : 'Remove'}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {open.length > 0 ? (
        <Card aria-labelledby="invitations" className="overflow-hidden">
          <CardHeader
            id="invitations"
            title="Open invitations"
            hint="The link was shown once, when it was made. Withdraw and invite again to get a new one."
          />
          <ul className="divide-line divide-y">
            {open.map((i) => (
              <li
                key={i.id}
                className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-xs"
              >
                <span className="min-w-0 flex-1 basis-40 truncate font-medium">{i.email}</span>
                <span className="text-muted">{ROLE_WORDS[i.role].label}</span>
                <span className="text-muted text-2xs">
                  <Time iso={i.expires_at} prefix="expires " />
                </span>
                {write ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Withdraw the invitation of ${i.email}`}
                    onClick={() =>
                      void attempt(
                        change('deleteInvitation', { id: i.id }),
                        'The invitation is withdrawn',
                      )
                    }
                  >
                    Withdraw
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {inviting ? <InviteDialog onClose={() => invite(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          danger
          title={removing.user_id === me ? 'Leave this workspace?' : `Remove ${removing.name}?`}
          action={removing.user_id === me ? 'Leave' : 'Remove'}
          onClose={() => remove(null)}
          confirm={async () => {
            await change('removeMember', { user_id: removing.user_id });
            if (removing.user_id === me) window.location.assign('/');
          }}
        >
          <p>
            {removing.user_id === me
              ? 'You lose access at once. Somebody else has to invite you to come back.'
              : 'Their access ends with their next request. What they connected stays, and keeps syncing.'}
          </p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
