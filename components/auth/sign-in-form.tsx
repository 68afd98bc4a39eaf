'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type FormEvent } from 'react';
import { TextField } from '@/components/auth/text-field';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/input';
import {
  signInAddress,
  signInProviders,
  signInWithPassword,
  type SignInProvider,
} from '@/lib/client/auth';

/**
 * Email and password, and the identity provider when this server has one. Goes on to `callback`.
 * Longer than a screen: a form of two fields and two ways is.
 */
export function SignInForm({ callback, notice }: { callback: string; notice: string | null }) {
  const t = useTranslations();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [state, setState] = useState<{ busy: 'password' | 'provider' | null; error: unknown }>({
    busy: null,
    error: null,
  });
  const provider = useProvider();
  const run = async (busy: 'password' | 'provider', work: () => Promise<string>) => {
    if (state.busy) return;
    setState({ busy, error: null });
    try {
      window.location.assign(await work());
    } catch (error) {
      setState({ busy: null, error });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run('password', () => signInWithPassword(email.trim(), password).then(() => callback));
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      {notice && !state.error ? (
        <p role="status" className="bg-warn-soft text-warn-ink rounded-control px-3 py-2 text-xs">
          {notice}
        </p>
      ) : null}
      <TextField
        id="email"
        label={t('auth.email')}
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={(e) => setEmail(e.target.value)}
      />
      <Field id="password" label={t('auth.password')}>
        {(control) => (
          <SecretInput
            {...control}
            what={t('auth.passwordInSentence')}
            autoComplete="current-password"
            required
            maxLength={200}
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        )}
      </Field>
      <ProblemNote error={state.error} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        busy={state.busy === 'password'}
        className="w-full"
      >
        {t('auth.sign')}
      </Button>
      {provider ? (
        <>
          <Or />
          <Button
            size="lg"
            busy={state.busy === 'provider'}
            className="w-full"
            onClick={() => void run('provider', () => signInAddress(provider.id, callback))}
          >
            {t('auth.continueWith', { name: provider.name })}
          </Button>
        </>
      ) : null}
    </form>
  );
}

/** The identity provider of this server, once it is known that there is one. */
function useProvider(): SignInProvider | null {
  const [provider, setProvider] = useState<SignInProvider | null>(null);
  useEffect(() => {
    // Without the list the form still works with a password.
    signInProviders().then(
      (list) => setProvider(list.find((p) => p.type !== 'credentials') ?? null),
      () => undefined,
    );
  }, []);
  return provider;
}

const Or = () => {
  const t = useTranslations();
  return (
    <p
      className={cn(
        'text-muted text-2xs before:bg-line after:bg-line flex items-center gap-3 before:h-px',
        'before:flex-1 after:h-px after:flex-1',
      )}
    >
      {t('auth.or')}
    </p>
  );
};
