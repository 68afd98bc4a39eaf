'use client';
import { useState, type FormEvent } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { call } from '@/lib/client/call';
import { fieldError } from '@/lib/client/problem';

type Mode = 'live' | 'sandbox';
const MODES: Record<Mode, { label: string; hint: string }> = {
  live: { label: 'Live', hint: 'Connects your real accounts at the providers.' },
  sandbox: {
    label: 'Sandbox',
    hint: 'Connects the providers’ stand-ins that ship with Inlet, with data made up.',
  },
};

/**
 * Makes a workspace and goes there. Longer than a screen: a form of two fields is.
 */
export function NewWorkspace({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const [name, setName] = useState('');
  const [mode, setMode] = useState<Mode>('live');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      const made = await call('createWorkspace', { name, mode }, { workspace });
      // Another workspace is another frame: nothing of this one is taken along.
      window.location.assign(`/${made.workspace.slug}`);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog title="New workspace" description="You become its owner." onClose={onClose}>
      <form onSubmit={(e) => void submit(e)}>
        <DialogBody className="space-y-4">
          <Field id="new-name" label="Name" error={fieldError(state.error, 'name')}>
            {(control) => (
              <Input
                {...control}
                required
                autoFocus
                maxLength={120}
                autoComplete="off"
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <Field id="new-mode" label="Kind" hint={MODES[mode].hint}>
            {(control) => (
              <Select {...control} value={mode} onChange={(e) => setMode(e.target.value as Mode)}>
                {Object.entries(MODES).map(([value, { label }]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={state.busy} disabled={name.trim() === ''}>
            Create workspace
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
