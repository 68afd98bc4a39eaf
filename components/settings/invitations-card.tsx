'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ROLE_WORDS } from '@/components/settings/role-select';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { attempt } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import { queries } from '@/lib/client/queries';
import type { Invitation } from '@/lib/contract/access';

/** Who was invited and has not come yet; nothing when there is nobody. */
export function InvitationsCard() {
  const t = useTranslations();
  const open = useQuery(queries.invitations(useWorkspace())).data?.invitations ?? [];
  if (open.length === 0) return null;
  return (
    <Card aria-labelledby="invitations" className="overflow-hidden">
      <CardHeader
        id="invitations"
        title={t('settings.openInvitations')}
        hint={t('settings.theLinkWasShownOnce')}
      />
      <ul className="divide-line divide-y">
        {open.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const t = useTranslations();
  const write = useCan('members:write');
  const change = useAccessActions();
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-xs">
      <span className="min-w-0 flex-1 basis-40 truncate font-medium">{invitation.email}</span>
      <span className="text-muted">{t(ROLE_WORDS[invitation.role].label)}</span>
      <span className="text-muted text-2xs">
        <Time iso={invitation.expires_at} prefix={t('settings.expires')} />
      </span>
      {write ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('settings.withdrawInvitation', { email: invitation.email })}
          onClick={() =>
            void attempt(
              change('deleteInvitation', { id: invitation.id }),
              t('settings.theInvitationWithdrawn'),
            )
          }
        >
          {t('settings.withdraw')}
        </Button>
      ) : null}
    </li>
  );
}
