'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { Connection } from '@/lib/contract/connections';

/** What can be done with the whole sync now. Longer than a screen: a button for each, and when. */
export function MonitorActions({
  connection: c,
  isSetUp,
}: {
  connection: Connection;
  isSetUp: boolean;
}) {
  const t = useTranslations();
  const may = useCan('connections:write');
  const mayDelete = useCan('connections:delete');
  const workspace = useWorkspace();
  const { sync, pause, resume, reconnect, disconnect } = useConnectionActions();
  const [leaving, leave] = useState(false);
  const again = async () => {
    const { authorize_url } = await reconnect({
      id: c.id,
      return_to: `/${workspace}/knowledge-sync`,
    });
    if (authorize_url) window.location.assign(authorize_url);
  };
  const broken = c.status === 'disconnected' || c.health === 'needs_reauth';
  if (!may) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {broken ? (
        <Button variant="primary" onClick={() => void attempt(again())}>
          {t('knowledge.reconnect')}
        </Button>
      ) : null}
      {!broken && isSetUp && c.status !== 'paused' ? (
        <Button
          busy={c.is_syncing}
          onClick={() => void attempt(sync(c), t('knowledge.queuedWrittenNow'))}
        >
          {c.is_syncing ? t('knowledge.writing') : t('knowledge.writeNow')}
        </Button>
      ) : null}
      {!broken && isSetUp && c.status !== 'paused' ? (
        <Button onClick={() => void attempt(pause(c), t('knowledge.paused'))}>
          {t('knowledge.pause')}
        </Button>
      ) : null}
      {c.status === 'paused' ? (
        <Button variant="primary" onClick={() => void attempt(resume(c), t('knowledge.itGoesOn'))}>
          {t('knowledge.resume')}
        </Button>
      ) : null}
      {c.status !== 'disconnected' && mayDelete ? (
        <Button onClick={() => leave(true)}>{t('knowledge.disconnect')}</Button>
      ) : null}
      {leaving ? (
        <ConfirmDialog
          danger
          title={t('knowledge.disconnectNotion')}
          action={t('knowledge.disconnect')}
          confirm={() => disconnect(c)}
          onClose={() => leave(false)}
        >
          <p>{t('knowledge.nothingMoreWrittenAuthorization')}</p>
          <p>{t('knowledge.thePagesNotionStayReconnecting')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
