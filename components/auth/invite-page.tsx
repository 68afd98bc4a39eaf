'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { AuthShell } from '@/components/auth/auth-shell';
import { InviteForm } from '@/components/auth/invite-form';
import { ButtonLink } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { send } from '@/lib/client/call';
import type { Words } from '@/lib/client/words';

interface Invited {
  email: string;
  workspace_name: string;
  role: string;
  has_account: boolean;
}

/** Reads what the link invites to, then asks for a name and a password. */
export function InvitePage({ token }: { token: string }) {
  const t = useTranslations();
  const [invited, setInvited] = useState<Invited | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    send(`/api/invitations/accept?token=${encodeURIComponent(token)}`, { method: 'GET' }).then(
      (answer) => setInvited(answer as Invited),
      setError,
    );
  }, [token]);
  if (error) {
    return (
      <AuthShell title={t('auth.thisInvitationDoesNotWork')}>
        <ProblemNote error={error} />
        <ButtonLink href="/sign-in" size="lg" className="mt-4 w-full">
          {t('auth.goSign')}
        </ButtonLink>
      </AuthShell>
    );
  }
  return (
    <AuthShell
      title={
        invited
          ? t('auth.join', { workspace_name: invited.workspace_name })
          : t('auth.joinWorkspace')
      }
      lead={invited ? leadOf(invited, t) : t('auth.readingInvitation')}
    >
      {invited ? (
        <InviteForm token={token} email={invited.email} known={invited.has_account} />
      ) : (
        <div role="status" aria-label={t('auth.loading')} className="space-y-4">
          {[0, 1, 2].map((i) => (
            <Skeleton key={i} className="h-14 w-full" />
          ))}
        </div>
      )}
    </AuthShell>
  );
}

function leadOf({ role, has_account }: Invited, t: Words): string {
  const as = role === 'member' ? t('auth.aMember') : t('auth.roleOf', { role });
  const next = has_account ? t('auth.enterYourPasswordJoin') : t('auth.chooseNamePassword');
  return t('auth.youWereInvitedAs', { as, next });
}
