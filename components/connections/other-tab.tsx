'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button, ButtonLink } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';
import { call } from '@/lib/client/call';
import { listenToTabs } from '@/lib/client/oauth-tab';
import { callbackSaid } from '@/lib/client/problem';
import type { CallbackError } from '@/lib/contract/callback-errors';

/** An authorization that goes on in another tab. */
export interface Elsewhere {
  connection_id: string;
  connector_type: string;
  url: string;
  /** False: the browser did not let us open the tab. */
  opened: boolean;
}

/** What a connection is while nobody has authorized it, for the first time or again. */
const WAITING: ReadonlySet<string> = new Set(['pending', 'disconnected']);

/**
 * Waits until the authorization in another tab has ended, whoever says so first: that tab, or the
 * server. Then the page goes on as if the person had come back to it.
 */
export function OtherTab({
  elsewhere: { connection_id, connector_type, url, opened },
  name,
  onClose,
}: {
  elsewhere: Elsewhere;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [error, setError] = useState<CallbackError | null>(null);
  useEffect(() => {
    let over = false;
    const goOn = async (): Promise<void> => {
      const now = await call('getConnectionStatus', { id: connection_id }, { workspace });
      if (over || WAITING.has(now.status) || now.health === 'needs_reauth') return;
      over = true;
      const back = new URL(window.location.pathname, window.location.origin);
      back.searchParams.set('connected', connector_type);
      window.location.assign(back);
    };
    const stop = listenToTabs((ended) => {
      if (ended?.connection_error) setError(ended.connection_error as CallbackError);
      else goOn().catch(() => undefined); // it is asked again
    });
    return () => {
      over = true;
      stop();
    };
  }, [connection_id, connector_type, workspace]);
  return (
    <>
      <DialogBody>
        <p role="status" className="text-xs">
          {error ? callbackSaid(error, t) : t('connections.finishAtOtherTabThis', { name })}
        </p>
        <p className="text-muted mt-2 text-xs">
          {t('connections.closedByMistakeOpenAgain', { which: String(Boolean(opened)), name })}
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('connections.close')}</Button>
        <CopyButton label={t('connections.copyLink')} text={url}>
          {t('connections.copyLink')}
        </CopyButton>
        <ButtonLink autoFocus href={url} target="_blank" rel="noreferrer" prefetch={false}>
          {t('connections.openAgain', { name })}
        </ButtonLink>
      </DialogFooter>
    </>
  );
}
