'use client';
import { useTranslations } from 'next-intl';
import { RoleSelect, ROLE_WORDS } from '@/components/settings/role-select';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useSession } from '@/components/hooks/use-workspace';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useDay } from '@/components/ui/time';
import type { Member, Role } from '@/lib/contract/access';

/** A member, with their role to change for whoever may. The only owner stays one, and stays. */
export function MemberRow({
  member,
  sole,
  onRemove,
}: {
  member: Member;
  /** The only owner there is. */
  sole: boolean;
  onRemove: () => void;
}) {
  const t = useTranslations();
  const write = useCan('members:write');
  const day = useDay();
  const me = member.user_id === useSession().user?.id;
  return (
    <li className="flex min-h-15 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Avatar name={member.name} className="text-2xs size-8" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex items-center gap-2 text-xs font-medium">
          <span className="truncate">{member.name}</span>
          {me ? <Badge>{t('settings.you')}</Badge> : null}
        </p>
        <p className="text-muted text-2xs truncate">{member.email}</p>
      </div>
      <span className="text-muted text-2xs max-sm:hidden">
        {t('settings.joined', { day: day(member.joined_at) })}
      </span>
      {write && !sole ? (
        <MemberActions member={member} me={me} onRemove={onRemove} />
      ) : (
        <span className="text-xs" title={sole ? t('settings.aWorkspaceKeepsOwnerMake') : undefined}>
          {t(ROLE_WORDS[member.role].label)}
        </span>
      )}
    </li>
  );
}

function MemberActions({
  member,
  me,
  onRemove,
}: {
  member: Member;
  me: boolean;
  onRemove: () => void;
}) {
  const t = useTranslations();
  const change = useAccessActions();
  const setRole = (role: Role) =>
    void attempt(
      change('updateMember', { user_id: member.user_id, role }),
      t('settings.isMemberNow', { name: member.name, which: String(role === 'member'), role }),
    );
  return (
    <>
      <RoleSelect
        label={t('settings.roleOf', { name: member.name })}
        value={member.role}
        onChange={setRole}
      />
      <Button
        size="sm"
        variant="ghost"
        aria-label={
          me ? t('settings.leaveWorkspace') : t('settings.removeNamed', { name: member.name })
        }
        onClick={onRemove}
        className="w-20"
      >
        {me ? t('settings.leave') : t('settings.remove')}
      </Button>
    </>
  );
}
