'use client';
import { useQueryClient } from '@tanstack/react-query';
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
  const missing = missingIn(chosen);
  const start = async () => {
    if (!parent || missing) return;
    setState({ busy: true, error: null });
    try {
      await call('setKnowledgeSync', { ...chosen, parent, id: sync.connection_id }, { workspace });
      say('success', sync.settings ? 'The new settings hold' : 'Writing has started');
      onDone?.();
      await client.invalidateQueries({ queryKey: keys.connection(workspace, sync.connection_id) });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Step id="where" title="Where" hint="The database is made under this page.">
        <ParentPicker
          id={sync.connection_id}
          value={parent}
          locked={sync.database_url !== null}
          onChange={(next) => set({ parent: next })}
        />
      </Step>
      <Step id="what" title="What" hint="Personal connections never take part.">
        <Selected value={selection as Selection} onChange={(next) => set({ selection: next })} />
      </Step>
      <Step id="how" title="How">
        <Choices
          legend="What happens to pages"
          name="policy"
          words={POLICY_WORDS}
          value={chosen.policy ?? 'mirror'}
          onChange={(policy) => set({ policy })}
        />
        <Choices
          legend="When somebody edited a page in Notion"
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
          {sync.settings ? 'Save and write' : 'Start writing'}
        </Button>
        {onDone ? <Button onClick={onDone}>Cancel</Button> : null}
        {missing ? <p className="text-muted text-xs">{missing}</p> : null}
      </div>
    </div>
  );
}

function missingIn({ parent, selection }: Chosen): string | null {
  if (!parent) return 'Pick a page first.';
  return selection.categories.length === 0 ? 'Choose at least one kind of document.' : null;
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
