'use client';
import { useState, type FormEvent } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import { call } from '@/lib/client/call';
import { count } from '@/lib/client/format';

/** What is missing, and what for. Longer than a screen: the form in one piece. */
export function RequestAppDialog({ first, onClose }: { first: string; onClose: () => void }) {
  const workspace = useWorkspace();
  const [name, setName] = useState(first);
  const [note, setNote] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (name.trim() === '') return;
    setState({ busy: true, error: null });
    try {
      const answer = await call(
        'requestConnector',
        { name, ...(note.trim() ? { note } : {}) },
        { workspace },
      );
      if (answer.existing_type) say('success', `${answer.name} is in the catalog already`);
      else
        say(
          'success',
          `${answer.name} is on the list`,
          answer.votes > 1 ? `${count(answer.votes, 'person', 'people')} ask for it.` : undefined,
        );
      onClose();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog
      title="Request an app"
      description="Whoever runs Inlet here sees what is asked for, and how often."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)}>
        <DialogBody className="space-y-4">
          <Field id="app-name" label="Which app">
            {(control) => (
              <Input
                {...control}
                autoFocus
                required
                maxLength={80}
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <Field id="app-note" label="What for" hint="May be left out.">
            {(control) => (
              <Input
                {...control}
                maxLength={500}
                value={note}
                onChange={(e) => setNote(e.target.value)}
              />
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={state.busy}>
            Request it
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
