import { titled } from '@/app/i18n/titled';
import { InvitePage } from '@/components/auth/invite-page';

export const generateMetadata = titled('auth.invitation', { referrer: 'no-referrer' });

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  return <InvitePage token={(await params).token} />;
}
