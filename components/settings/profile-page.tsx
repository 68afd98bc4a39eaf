'use client';
import { useTranslations } from 'next-intl';
import { PersonCard } from '@/components/settings/person-card';
import { PasswordCard } from '@/components/settings/password-card';
import { SessionsCard } from '@/components/settings/sessions-card';
import { useSession } from '@/components/hooks/use-workspace';
import { PageHeader } from '@/components/ui/page-header';

/** A person's own account: name and time zone, where they are signed in, the password. */
export function ProfilePage() {
  const t = useTranslations();
  const { user } = useSession();
  if (user === null) return null;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('settings.profile')}>
        {t('settings.signedAsSameAccountEvery', { name: user.name, email: user.email })}
      </PageHeader>
      <PersonCard user={user} />
      <SessionsCard />
      <PasswordCard email={user.email} />
    </div>
  );
}
