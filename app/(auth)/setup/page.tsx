import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthShell } from '@/components/auth/auth-shell';
import { SetupForm } from '@/components/auth/setup-form';
import { needsSetup } from '@/lib/access/service';

export const metadata: Metadata = { title: 'Set up' };
export const dynamic = 'force-dynamic';

export default async function Page() {
  if (!(await needsSetup())) redirect('/');
  return (
    <AuthShell
      introduce
      title="Set up Inlet"
      lead="Your account owns the first workspace. It is kept in this installation’s own database."
    >
      <SetupForm />
    </AuthShell>
  );
}
