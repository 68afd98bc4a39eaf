'use client';
import { ArrowUpRight, Check, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { AlreadyConnected } from '@/components/connections/already-connected';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import type { Output } from '@/lib/client/call';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** Says in plain words what will be asked for and why, then leaves for the provider. */
export function ConnectOAuth({
  entry,
  action,
  start,
  onClose,
}: {
  entry: CatalogEntry;
  action: string;
  start: () => Promise<Output<'createConnection'>>;
  onClose: () => void;
}) {
  const [state, setState] = useState<{ busy: boolean; error: unknown; existing: string | null }>({
    busy: false,
    error: null,
    existing: null,
  });
  const go = async () => {
    setState({ busy: true, error: null, existing: null });
    try {
      const answer = await start();
      if (answer.mode === 'oauth_redirect' && answer.authorize_url)
        window.location.assign(answer.authorize_url);
      else if (answer.mode === 'already_connected')
        setState({ busy: false, error: null, existing: answer.existing_id ?? null });
      else onClose();
    } catch (error) {
      setState({ busy: false, error, existing: null });
    }
  };
  if (state.existing !== null)
    return <AlreadyConnected name={entry.name} existing_id={state.existing} onClose={onClose} />;
  return (
    <>
      <DialogBody className="space-y-5">
        <Asks entry={entry} />
        <Promises entry={entry} />
        <ProblemNote error={state.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button autoFocus variant="primary" busy={state.busy} onClick={() => void go()}>
          {action}
          <ArrowUpRight aria-hidden className="size-3.5" />
        </Button>
      </DialogFooter>
    </>
  );
}

function Asks({ entry }: { entry: CatalogEntry }) {
  if (entry.scopes.length === 0) return null;
  const scopes = [...entry.scopes].sort((a, b) => Number(b.required) - Number(a.required));
  return (
    <section aria-labelledby="asks">
      <h3 id="asks" className="text-xs font-medium">
        What {entry.name} will ask you to allow
      </h3>
      <ul className="mt-2 space-y-1.5">
        {scopes.map((scope) => (
          <li key={scope.scope} className="flex items-start gap-2 text-xs">
            <Check aria-hidden className="text-accent-ink mt-0.5 size-3.5 shrink-0" />
            <span>
              {scope.why}
              {scope.required ? null : <span className="text-muted"> · optional</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Promises({ entry }: { entry: CatalogEntry }) {
  if (entry.promises.length === 0) return null;
  return (
    <section aria-labelledby="promises" className="bg-sunken rounded-tile p-3.5">
      <h3 id="promises" className="flex items-center gap-2 text-xs font-medium">
        <ShieldCheck aria-hidden className="text-accent-ink size-4" />
        Our promise
      </h3>
      <ul className="text-muted mt-1.5 list-disc space-y-0.5 pl-10 text-xs">
        {entry.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
    </section>
  );
}
