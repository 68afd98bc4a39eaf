'use client';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import type { DetailDialog } from '@/components/connection/connection-header';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import { count } from '@/lib/client/format';
import type { Connection } from '@/lib/contract/connections';

/** The two ways out: one keeps what was brought in, the other does not. */
export function DangerZone({
  connection: c,
  onDialog,
}: {
  connection: Connection;
  onDialog: (dialog: DetailDialog) => void;
}) {
  const why = useWhyNot('connections:delete');
  const off = why !== undefined;
  const [erasing, erase] = useState(false);
  return (
    <section aria-labelledby="danger">
      <h2 id="danger" className="pb-2 text-sm">
        Ways out
      </h2>
      <ul className="divide-line border-line divide-y border-y text-xs">
        <Way
          title="Disconnect"
          words={
            'Syncing stops and the credential is erased. Records, history and id are kept, and it ' +
            'can be reconnected.'
          }
        >
          <Button
            disabled={off || c.status === 'disconnected'}
            title={why}
            onClick={() => onDialog('disconnect')}
          >
            Disconnect
          </Button>
        </Way>
        <Way
          title="Remove with all data"
          words={
            `Deletes ${count(c.records_total, 'record')}, the history and the connection itself, ` +
            'and takes back our access. This cannot be undone.'
          }
        >
          <Button variant="danger" disabled={off} title={why} onClick={() => erase(true)}>
            Remove…
          </Button>
        </Way>
      </ul>
      {erasing ? <EraseDialog connection={c} onClose={() => erase(false)} /> : null}
    </section>
  );
}

const Way = ({
  title,
  words,
  children,
}: {
  title: string;
  words: string;
  children: React.ReactNode;
}) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3.5">
    <div className="min-w-0 flex-1 basis-64">
      <p className="font-medium">{title}</p>
      <p className="text-muted text-pretty">{words}</p>
    </div>
    {children}
  </li>
);

/** Asks for the name, so that nobody removes another connection than they mean. */
function EraseDialog({ connection: c, onClose }: { connection: Connection; onClose: () => void }) {
  const { erase } = useConnectionActions();
  const router = useRouter();
  const workspace = useWorkspace();
  const [name, setName] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy || name !== c.name) return;
    setState({ busy: true, error: null });
    try {
      const { records_erased } = await erase(c, name);
      say('success', `${c.name} is removed`, `${count(records_erased, 'record')} deleted.`);
      router.push(`/${workspace}/connections`);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog locked title={`Remove ${c.name}?`} onClose={onClose}>
      <form onSubmit={(e) => void submit(e)}>
        <DialogBody className="space-y-4">
          <ul className="text-muted list-disc space-y-1 pl-5 text-xs">
            <li>{count(c.records_total, 'record')}, and those marked as deleted</li>
            <li>every run, and what is in quarantine</li>
            <li>the credential; where the provider lets us, our access there</li>
            <li>the connection and its id: it cannot be reconnected</li>
          </ul>
          <Field id="erase-name" label={`Type ${c.name} to remove it`}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" busy={state.busy} disabled={name !== c.name}>
            Remove with all data
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
