import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { titled } from '@/app/i18n/titled';
import { AuthShell } from '@/components/auth/auth-shell';
import { SetupForm } from '@/components/auth/setup-form';
import { needsSetup } from '@/lib/access/service';

export const generateMetadata = titled('auth.setUp');
export const dynamic = 'force-dynamic';

export default async function Page() {
  const t = await getTranslations();
  if (!(await needsSetup())) redirect('/');
  return (
    <AuthShell
      introduce
      title={t('auth.setUpInlet')}
      lead={t('auth.yourAccountOwnsFirstWorkspace')}
    >
      <SetupForm />
    </AuthShell>
  );
}
