'use client';
import { ArrowUpRight, Check, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Logo } from '@/components/ui/logo';
import type { MessageKey } from '@/lib/client/words';

const ASKS: readonly [MessageKey, MessageKey][] = [
  ['knowledge.readContent', 'knowledge.toLetYouPickPage'],
  ['knowledge.insertContent', 'knowledge.toMakeDatabaseItsPages'],
  ['knowledge.updateContent', 'knowledge.toKeepPagesAsTheir'],
];

/**
 * The first step: what Notion will ask to allow, why, and the way there. Longer than a screen: it is
 * one card.
 */
export function ConnectCard() {
  const t = useTranslations();
  const workspace = useWorkspace();
  const { create } = useConnectionActions();
  const may = useCan('connections:write');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const go = async () => {
    setState({ busy: true, error: null });
    try {
      const { authorize_url } = await create({
        connector_type: 'notion-knowledge',
        sync_immediately: false,
        return_to: `/${workspace}/knowledge-sync`,
      });
      if (authorize_url) window.location.assign(authorize_url);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Card aria-labelledby="connect" className="p-5">
      <div className="flex items-center gap-3">
        <Logo logo="notion" name="Notion" size="lg" />
        <div>
          <h2 id="connect" className="text-sm">
            {t('knowledge.connectYourNotion')}
          </h2>
          <p className="text-muted text-xs">{t('knowledge.aConnectionItsOwnOne')}</p>
        </div>
      </div>
      <h3 className="mt-5 text-xs font-medium">{t('knowledge.whatNotionWillAskYou')}</h3>
      <ul className="mt-2 space-y-1.5">
        {ASKS.map(([what, why]) => (
          <li key={what} className="flex items-start gap-2 text-xs">
            <Check aria-hidden className="text-accent-ink mt-0.5 size-3.5 shrink-0" />
            <span>
              {t(what)}, <span className="text-muted">{t(why)}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="bg-sunken rounded-tile text-muted mt-4 flex items-start gap-2 p-3 text-xs">
        <ShieldCheck aria-hidden className="text-accent-ink mt-px size-4 shrink-0" />
        {t('knowledge.weWriteIntoOneDatabase')}
      </p>
      <ProblemNote error={state.error} className="mt-4" />
      <Button
        variant="primary"
        className="mt-5"
        busy={state.busy}
        disabled={!may}
        title={may ? undefined : t('knowledge.askAdminThisWorkspaceConnect')}
        onClick={() => void go()}
      >
        {t('knowledge.continueNotion')}
        <ArrowUpRight aria-hidden className="size-3.5" />
      </Button>
    </Card>
  );
}
