import type { Metadata } from 'next';
import { AuthShell } from '@/components/auth/auth-shell';
import { TellTabs } from '@/components/auth/tell-tabs';
import { CALLBACK_ERRORS, type CallbackError } from '@/lib/contract/callback-errors';

export const metadata: Metadata = { title: 'Connecting', referrer: 'no-referrer' };
export const dynamic = 'force-dynamic';

/**
 * The end of an authorization that was not started from a page of ours, or that cannot be told
 * whose it is.
 */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ connected?: string | string[]; connection_error?: string | string[] }>;
}) {
  const { connected, connection_error } = await searchParams;
  const failure =
    typeof connection_error === 'string'
      ? (CALLBACK_ERRORS[connection_error as CallbackError] ?? CALLBACK_ERRORS.internal)
      : null;
  const good = failure === null && typeof connected === 'string';
  return (
    <AuthShell
      title={good ? 'Connected' : 'Not connected'}
      lead={
        good
          ? 'The connection is there and its first sync is on its way. You can close this tab.'
          : (failure ?? CALLBACK_ERRORS.internal)
      }
    >
      <TellTabs
        connected={good ? connected : null}
        connection_error={good ? null : (connection_error ?? 'internal').toString()}
      />
      <a href="/" className="text-accent text-13 font-medium underline underline-offset-4">
        Go to Inlet
      </a>
    </AuthShell>
  );
}
