'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCan, useWorkspace } from '@/components/hooks/use-workspace';
import { Choices } from '@/components/knowledge/choices';
import { ParentPicker, type Parent } from '@/components/knowledge/parent-picker';
import { Preview } from '@/components/knowledge/preview';
import { Selected, type Selection } from '@/components/knowledge/selected';
import { POLICY_WORDS, RULE_WORDS } from '@/components/knowledge/words';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { say } from '@/components/ui/toast';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';
import type { Words } from '@/lib/client/words';

type Sync = Output<'getKnowledgeSync'>;
type Chosen = Omit<Input<'setKnowledgeSync'>, 'id' | 'parent'> & { parent: Parent | null };

const NEW: Chosen = {
  parent: null,
  selection: { categories: ['docs', 'calls', 'written'], connection_ids: [], tags: [] },
  policy: 'mirror',
  conflicts: 'skip_and_report',
};

/**
 * Where, what and how, with what it comes to; the first time, and whenever it is changed. Longer than
 * a screen: the form in one piece.
 */
export function SetUp({ sync, onDone }: { sync: Sync; onDone?: () => void }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const may = useCan('connections:write');
  const [chosen, setChosen] = useState<Chosen>(sync.settings ?? NEW);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const set = (change: Partial<Chosen>) => setChosen({ ...chosen, ...change });
  const { parent, selection } = chosen;
  const missing = missingIn(chosen, t);
  const start = async () => {
    if (!parent || missing) return;
    setState({ busy: true, error: null });
    try {
      await call('setKnowledgeSync', { ...chosen, parent, id: sync.connection_id }, { workspace });
      say(
        'success',
        sync.settings ? t('knowledge.theNewSettingsHold') : t('knowledge.writingHasStarted'),
      );
      onDone?.();
      await client.invalidateQueries({ queryKey: keys.connection(workspace, sync.connection_id) });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Step id="where" title={t('knowledge.where')} hint={t('knowledge.theDatabaseMadeUnderThis')}>
        <ParentPicker
          id={sync.connection_id}
          value={parent}
          locked={sync.database_url !== null}
          onChange={(next) => set({ parent: next })}
        />
      </Step>
      <Step
        id="what"
        title={t('knowledge.what')}
        hint={t('knowledge.personalConnectionsNeverTakePart')}
      >
        <Selected value={selection as Selection} onChange={(next) => set({ selection: next })} />
      </Step>
      <Step id="how" title={t('knowledge.how')}>
        <Choices
          legend={t('knowledge.whatHappensPages')}
          name="policy"
          words={POLICY_WORDS}
          value={chosen.policy ?? 'mirror'}
          onChange={(policy) => set({ policy })}
        />
        <Choices
          legend={t('knowledge.whenSomebodyEditedPageNotion')}
          name="conflicts"
          words={RULE_WORDS}
          value={chosen.conflicts ?? 'skip_and_report'}
          onChange={(conflicts) => set({ conflicts })}
        />
      </Step>
      <Preview selection={selection} />
      <ProblemNote error={state.error} />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          busy={state.busy}
          disabled={!may || missing !== null}
          onClick={() => void start()}
        >
          {sync.settings ? t('knowledge.saveWrite') : t('knowledge.startWriting')}
        </Button>
        {onDone ? <Button onClick={onDone}>{t('knowledge.cancel')}</Button> : null}
        {missing ? <p className="text-muted text-xs">{missing}</p> : null}
      </div>
    </div>
  );
}

function missingIn({ parent, selection }: Chosen, t: Words): string | null {
  if (!parent) return t('knowledge.pickPageFirst');
  return selection.categories.length === 0 ? t('knowledge.chooseAtLeastOneKind') : null;
}

const Step = ({
  id,
  title,
  hint,
  children,
}: {
  id: string;
  title: string;
  hint?: string;
  children: React.ReactNode;
}) => (
  <Card aria-labelledby={id}>
    <CardHeader id={id} title={title} hint={hint} />
    <div className="flex flex-col gap-5 p-4">{children}</div>
  </Card>
);
