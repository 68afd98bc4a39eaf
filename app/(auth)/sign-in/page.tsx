import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthShell } from '@/components/auth/auth-shell';
import { SignInForm } from '@/components/auth/sign-in-form';
import { needsSetup } from '@/lib/access/service';
import { safeCallback } from '@/lib/client/auth';

export const metadata: Metadata = { title: 'Sign in' };
export const dynamic = 'force-dynamic';

/** next-auth's error names that a person can do something about. */
const NOTICES: Record<string, string> = {
  AccessDenied: 'That account is not a member of a workspace here. Ask for an invitation.',
  OAuthSignin: 'Single sign-on could not be started. Ask whoever runs Inlet to check it.',
  OAuthCallback: 'Single sign-on did not finish. Try again.',
  OAuthAccountNotLinked: 'That email belongs to an account with a password. Sign in with it.',
  SessionRequired: 'Sign in to go on.',
};

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}) {
  if (await needsSetup()) redirect('/setup');
  const { callbackUrl, error } = await searchParams;
  const notice =
    typeof error === 'string' ? (NOTICES[error] ?? 'The sign-in did not work. Try again.') : null;
  return (
    <AuthShell introduce title="Sign in to Inlet">
      <SignInForm
        callback={safeCallback(typeof callbackUrl === 'string' ? callbackUrl : null) ?? '/'}
        notice={notice}
      />
    </AuthShell>
  );
}
