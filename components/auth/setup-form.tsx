'use client';
import { FlaskConical } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { NewPasswordField } from '@/components/auth/password-field';
import { TextField } from '@/components/auth/text-field';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ProblemNote } from '@/components/ui/error-state';
import { faultAt } from '@/components/ui/said';
import { signInWithPassword } from '@/lib/client/auth';
import { post } from '@/lib/client/call';
import { MIN_PASSWORD } from '@/lib/client/password';
import type { Words } from '@/lib/client/words';

/**
 * Makes the owner and the first workspace: an empty one, or a demo filled from the bundled sandbox.
 * Longer than a screen: a form of four fields is.
 */
export function SetupForm() {
  const t = useTranslations();
  const [demo, setDemo] = useState(false);
  const [values, setValues] = useState({ name: '', email: '', password: '', workspace_name: '' });
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const [short, setShort] = useState(false);
  const set = (key: keyof typeof values) => (e: { target: { value: string } }) =>
    setValues({ ...values, [key]: e.target.value });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    if ([...values.password].length < MIN_PASSWORD) return setShort(true);
    setState({ busy: true, error: null });
    const { workspace_name, ...owner } = {
      ...values,
      name: values.name.trim(),
      email: values.email.trim(),
      workspace_name: values.workspace_name.trim(),
    };
    try {
      const { workspace_slug } = (await (demo
        ? post('/api/setup/demo', owner)
        : post('/api/setup', { ...owner, workspace_name }))) as { workspace_slug: string };
      await signInWithPassword(owner.email, owner.password);
      window.location.assign(
        `/${encodeURIComponent(workspace_slug)}/connections${demo ? '?filling=demo' : ''}`,
      );
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const error = (key: string) => faultAt(state.error, key);
  return (
    <form onSubmit={(e) => void submit(e)} className="space-y-4">
      <TextField
        id="name"
        label={t('auth.yourName')}
        autoComplete="name"
        autoFocus
        value={values.name}
        onChange={set('name')}
        error={error('name')}
      />
      <TextField
        id="email"
        label={t('auth.email')}
        type="email"
        autoComplete="username"
        value={values.email}
        onChange={set('email')}
        error={error('email')}
      />
      <NewPasswordField
        value={values.password}
        onChange={(password) => {
          setShort(false);
          setValues({ ...values, password });
        }}
        error={short ? t('auth.useAtLeastCharacters', { MIN_PASSWORD }) : error('password')}
      />
      {demo ? null : (
        <TextField
          id="workspace"
          label={t('auth.workspaceName')}
          autoComplete="organization"
          placeholder={t('auth.acme')}
          value={values.workspace_name}
          onChange={set('workspace_name')}
          error={error('workspace_name')}
          hint={t('auth.usuallyYourCompanyYouCan')}
        />
      )}
      <ProblemNote error={state.error} />
      <Button type="submit" variant="primary" size="lg" busy={state.busy} className="w-full">
        {submitLabel(demo, state.busy, t)}
      </Button>
      <DemoSwitch demo={demo} onChange={setDemo} />
    </form>
  );
}

function submitLabel(demo: boolean, busy: boolean, t: Words): string {
  if (!demo) return t('auth.createWorkspace');
  return busy ? t('auth.fillingDemo') : t('auth.createMyAccountDemo');
}

/** An empty workspace or the demo. */
function DemoSwitch({ demo, onChange }: { demo: boolean; onChange: (demo: boolean) => void }) {
  const t = useTranslations();
  return (
    <button
      type="button"
      aria-pressed={demo}
      onClick={() => onChange(!demo)}
      className={cn(
        'border-line hover:border-line-strong hover:bg-hover rounded-card flex w-full',
        'items-start gap-3 border p-3.5 text-left transition-colors',
      )}
    >
      <FlaskConical aria-hidden className="text-accent-ink mt-0.5 size-4 shrink-0" />
      <span>
        <span className="block text-xs font-medium">
          {demo ? t('auth.startWithEmptyWorkspaceInstead') : t('auth.exploreWithDemoData')}
        </span>
        <span className="text-muted text-2xs mt-0.5 block text-pretty">
          {demo ? t('auth.connectYourOwnSourcesFrom') : t('auth.aWorkspaceWithConnectionsEvery')}
        </span>
      </span>
    </button>
  );
}
