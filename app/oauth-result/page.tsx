import { getTranslations } from 'next-intl/server';
import { titled } from '@/app/i18n/titled';
import { AuthShell } from '@/components/auth/auth-shell';
import { TellTabs } from '@/components/auth/tell-tabs';
import { callbackSaid } from '@/lib/client/problem';
import type { CallbackError } from '@/lib/contract/callback-errors';

export const generateMetadata = titled('auth.connecting', { referrer: 'no-referrer' });
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
  const t = await getTranslations();
  const { connected, connection_error } = await searchParams;
  const failure =
    typeof connection_error === 'string'
      ? callbackSaid(connection_error as CallbackError, t)
      : null;
  const good = failure === null && typeof connected === 'string';
  return (
    <AuthShell
      title={good ? t('auth.connected') : t('auth.notConnected')}
      lead={good ? t('auth.theConnectionThereItsFirst') : (failure ?? callbackSaid('internal', t))}
    >
      <TellTabs
        connected={good ? connected : null}
        connection_error={good ? null : (connection_error ?? 'internal').toString()}
      />
      <a href="/" className="text-accent text-13 font-medium underline underline-offset-4">
        {t('auth.goInlet')}
      </a>
    </AuthShell>
  );
}
