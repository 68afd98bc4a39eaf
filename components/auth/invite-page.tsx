'use client';
import { useEffect, useState } from 'react';
import { AuthShell } from '@/components/auth/auth-shell';
import { InviteForm } from '@/components/auth/invite-form';
import { ButtonLink } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { send } from '@/lib/client/call';

interface Invited {
  email: string;
  workspace_name: string;
  role: string;
  has_account: boolean;
}

/** Reads what the link invites to, then asks for a name and a password. */
export function InvitePage({ token }: { token: string }) {
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
      <AuthShell title="This invitation does not work">
        <ProblemNote error={error} />
        <ButtonLink href="/sign-in" size="lg" className="mt-4 w-full">
          Go to sign-in
        </ButtonLink>
      </AuthShell>
    );
  }
  return (
    <AuthShell
      title={invited ? `Join ${invited.workspace_name}` : 'Join the workspace'}
      lead={invited ? leadOf(invited) : 'Reading the invitation…'}
    >
      {invited ? (
        <InviteForm token={token} email={invited.email} known={invited.has_account} />
      ) : (
        <div role="status" aria-label="Loading" className="space-y-4">
          {[0, 1, 2].map((i) => (
            <Skeleton key={i} className="h-14 w-full" />
          ))}
        </div>
      )}
    </AuthShell>
  );
}

function leadOf({ role, has_account }: Invited): string {
  const as = role === 'member' ? 'a member' : `an ${role}`;
  const next = has_account ? 'Enter your password to join.' : 'Choose a name and a password.';
  return `You were invited as ${as}. ${next}`;
}
