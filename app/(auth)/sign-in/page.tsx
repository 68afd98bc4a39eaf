import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { titled } from '@/app/i18n/titled';
import { AuthShell } from '@/components/auth/auth-shell';
import { SignInForm } from '@/components/auth/sign-in-form';
import { needsSetup } from '@/lib/access/service';
import { safeCallback } from '@/lib/client/auth';
import type { MessageKey } from '@/lib/client/words';

export const generateMetadata = titled('auth.sign');
export const dynamic = 'force-dynamic';

/** next-auth's error names that a person can do something about. */
const NOTICES: Record<string, MessageKey> = {
  AccessDenied: 'auth.thatAccountNotMemberWorkspace',
  OAuthSignin: 'auth.singleSignOnCouldNot',
  OAuthCallback: 'auth.singleSignOnDidNot',
  OAuthAccountNotLinked: 'auth.thatEmailBelongsAccountWith',
  SessionRequired: 'auth.signGoOn',
};

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}) {
  const t = await getTranslations();
  if (await needsSetup()) redirect('/setup');
  const { callbackUrl, error } = await searchParams;
  const notice = typeof error === 'string' ? t(NOTICES[error] ?? 'auth.theSignDidNotWork') : null;
  return (
    <AuthShell introduce title={t('auth.signInlet')}>
      <SignInForm
        callback={safeCallback(typeof callbackUrl === 'string' ? callbackUrl : null) ?? '/'}
        notice={notice}
      />
    </AuthShell>
  );
}
