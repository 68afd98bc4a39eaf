'use client';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { useCan, useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { faultAt } from '@/components/ui/said';
import { say } from '@/components/ui/toast';
import { call } from '@/lib/client/call';

/** What the workspace is called. */
export function GeneralPage() {
  const t = useTranslations();
  const { workspace } = useSession();
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader title={t('settings.general')}>
        {t('settings.whatThisWorkspaceCalledWhere')}
      </PageHeader>
      <Card aria-labelledby="name">
        <CardHeader id="name" title={t('settings.name')} />
        <NameForm key={workspace.name} name={workspace.name} slug={workspace.slug} />
      </Card>
    </div>
  );
}

function NameForm({ name, slug }: { name: string; slug: string }) {
  const t = useTranslations();
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
      say('success', t('settings.theWorkspaceCalledNow', { trim: typed.trim() }));
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
        label={t('settings.nameWorkspace')}
        error={faultAt(state.error, 'name')}
        hint={t('settings.addressStays', { slug })}
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
        title={may ? undefined : t('settings.onlyOwnersAdminsRenameWorkspace')}
        className="self-start"
      >
        {t('settings.rename')}
      </Button>
    </form>
  );
}
