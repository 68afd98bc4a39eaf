'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { RowDialog } from '@/components/connections/connection-menu';
import { attempt, useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { knowledgeSyncOf } from '@/components/knowledge/place';
import { Button, ButtonLink } from '@/components/ui/button';
import { asksForPermissions } from '@/lib/client/causes';
import type { Connection } from '@/lib/contract/connections';

/**
 * The one thing to do about a connection, as a button; nothing when waiting is all there is. Longer
 * than a screen: the list of what there may be to do.
 */
export function NextAction({
  connection: c,
  onDialog,
  variant = 'primary',
  tabIndex,
}: {
  connection: Connection;
  onDialog: (dialog: RowDialog) => void;
  variant?: 'primary' | 'secondary';
  /** In a row of a list, whose one stop is its name. */
  tabIndex?: number;
}) {
  const t = useTranslations();
  const actions = useConnectionActions();
  const why = useWhyNot('connections:write');
  const workspace = useWorkspace();
  const base = `/${workspace}/connections/${c.id}`;
  const [busy, setBusy] = useState(false);
  const { action } = c.health_detail;
  const run = (work: () => Promise<unknown>) => () => {
    setBusy(true);
    void attempt(work()).finally(() => setBusy(false));
  };
  const places: Partial<Record<typeof action, { label: string; href: string }>> = {
    review_quarantine: { label: t('connections.review'), href: `${base}?tab=quarantine` },
    confirm_deletions: { label: t('connections.reviewDeletions'), href: base },
    open_knowledge_sync: {
      label: t('connections.openKnowledgeSync'),
      href: knowledgeSyncOf(workspace, c),
    },
  };
  const deeds: Partial<Record<typeof action, { label: string; go: () => void }>> = {
    reconnect: {
      label: asksForPermissions(c) ? t('connections.grantPermissions') : t('connections.reconnect'),
      go: () => onDialog('reconnect'),
    },
    finish: { label: t('connections.finishConnecting'), go: () => onDialog('reconnect') },
    sync: { label: t('connections.syncNow'), go: run(() => actions.sync(c)) },
    resume: { label: t('connections.resume'), go: run(() => actions.resume(c)) },
    start_over: {
      label: t('connections.startOver'),
      go: run(() => actions.sync(c, { full_sync: true, streams: c.stalled_streams })),
    },
  };
  const shared = { variant, tabIndex, 'data-row-control': '', className: 'relative' };
  const place = places[action];
  if (place)
    return (
      <ButtonLink {...shared} href={place.href}>
        {place.label}
      </ButtonLink>
    );
  const deed = deeds[action];
  if (!deed) return null;
  return (
    <Button
      {...shared}
      busy={busy}
      disabled={why !== undefined}
      {...because(why)}
      onClick={deed.go}
    >
      {deed.label}
    </Button>
  );
}
