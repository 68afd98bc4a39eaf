'use client';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { useCan, useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { say } from '@/components/ui/toast';
import { call } from '@/lib/client/call';
import { fieldError } from '@/lib/client/problem';

/** What the workspace is called. */
export function GeneralPage() {
  const { workspace } = useSession();
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title="General">What this workspace is called, and where it is found.</PageHeader>
      <Card aria-labelledby="name">
        <CardHeader id="name" title="Name" />
        <NameForm key={workspace.name} name={workspace.name} slug={workspace.slug} />
      </Card>
    </div>
  );
}

function NameForm({ name, slug }: { name: string; slug: string }) {
  const router = useRouter();
  const may = useCan('workspace:write');
  const [typed, setTyped] = useState(name);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      await call('updateWorkspace', { name: typed }, { workspace: slug });
      say('success', `The workspace is called ${typed.trim()} now`);
      router.refresh();
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <form onSubmit={(e) => void submit(e)} className="flex max-w-sm flex-col gap-4 p-4">
      <Field
        id="workspace-name"
        label="Name of the workspace"
        error={fieldError(state.error, 'name')}
        hint={`Its address stays /${slug}, so that links, keys and clients keep working.`}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={120}
            autoComplete="off"
            disabled={!may}
            value={typed}
            onChange={(e) => setTyped(e.target.value)}
          />
        )}
      </Field>
      <ProblemNote error={state.error} />
      <Button
        type="submit"
        variant="primary"
        busy={state.busy}
        disabled={!may || typed.trim() === name}
        title={may ? undefined : 'Only owners and admins rename a workspace.'}
        className="self-start"
      >
        Rename
      </Button>
    </form>
  );
}
