'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Banner } from '@/components/ui/banner';
import { callbackSaid } from '@/lib/client/problem';
import { CALLBACK_ERRORS, type CallbackError } from '@/lib/contract/callback-errors';

const PARAMS = ['connected', 'connection_error', 'filling'];

export interface FlashParams {
  connected: string | null;
  connection_error: string | null;
  filling?: boolean;
}

/**
 * What came of a trip to a provider. Said once: the parameters leave the address at once, the words
 * stay until closed, or until `broken`: good news that is no longer true goes by itself.
 */
export function Flash({
  connected,
  connection_error,
  filling = false,
  name,
  first = true,
  existing,
  broken = false,
}: FlashParams & {
  name: string;
  first?: boolean;
  existing?: { id: string; name: string };
  broken?: boolean;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [open, setOpen] = useState(true);
  if (open && broken && connected) setOpen(false);
  useEffect(() => {
    const url = new URL(window.location.href);
    const said = PARAMS.filter((key) => url.searchParams.has(key));
    if (said.length === 0) return;
    for (const key of said) url.searchParams.delete(key);
    window.history.replaceState(window.history.state, '', url);
  }, []);
  if (open && filling)
    return (
      <Banner tone="ok" onClose={() => setOpen(false)}>
        {t('connections.theDemoFillingUpConnections')}
      </Banner>
    );
  if (!open || (!connected && !connection_error)) return null;
  if (connection_error) {
    const sentence =
      connection_error in CALLBACK_ERRORS
        ? callbackSaid(connection_error as CallbackError, t)
        : t('connections.theProviderDidNotFinish');
    return (
      <Banner tone="bad" onClose={() => setOpen(false)}>
        {sentence} <code className="text-2xs ml-1 font-mono font-normal">{connection_error}</code>
      </Banner>
    );
  }
  return (
    <Banner tone="ok" onClose={() => setOpen(false)}>
      {t('connections.isConnectedFirstSyncHas', { name, which: String(Boolean(first)) })}
      {existing ? (
        <Link
          href={`/${workspace}/connections/${existing.id}`}
          className="ml-2 underline underline-offset-2"
        >
          {t('connections.openIt')}
        </Link>
      ) : null}
    </Banner>
  );
}
