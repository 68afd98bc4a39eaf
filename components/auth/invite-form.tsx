'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent, type ReactNode } from 'react';
import { NewPasswordField } from '@/components/auth/password-field';
import { TextField } from '@/components/auth/text-field';
import { Button, ButtonLink } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import { signInWithPassword } from '@/lib/client/auth';
import { post } from '@/lib/client/call';
import { MIN_PASSWORD } from '@/lib/client/password';

/**
 * Accepts an invitation: a name, a password, and in. Who is `known` here already proves it with
 * their password. Longer than a screen: a form of three fields is.
 */
export function InviteForm({
  token,
  email,
  known,
}: {
  token: string;
  email: string;
  known: boolean;
}) {
  const t = useTranslations();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [short, setShort] = useState(false);
  const [joined, setJoined] = useState(false);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    if (!known && [...password].length < MIN_PASSWORD) return setShort(true);
    setState({ busy: true, error: null });
    try {
      const answer = (await post('/api/invitations/accept', {
        token,
        password,
        ...(known ? {} : { name: name.trim() }),
      })) as { workspace_slug?: string } | null;
      setJoined(true);
      await signInWithPassword(email, password);
      window.location.assign(
        answer?.workspace_slug ? `/${encodeURIComponent(answer.workspace_slug)}/connections` : '/',
      );
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  if (joined && !state.busy) return <Joined />;
  const faults = {
    name: faultAt(state.error, 'name'),
    password: faultAt(state.error, 'password'),
  };
  return (
    <form onSubmit={(e) => void submit(e)} className="space-y-4">
      <TextField
        id="email"
        label={t('auth.email')}
        type="email"
        autoComplete="username"
        readOnly
        value={email}
        className="bg-sunken"
      />
      {known ? (
        <KnownPassword value={password} onChange={setPassword} error={faults.password} />
      ) : (
        <>
          <TextField
            id="name"
            label={t('auth.yourName')}
            autoComplete="name"
            autoFocus
            value={name}
            onChange={(e) => setName(e.target.value)}
            error={faults.name}
          />
          <NewPasswordField
            value={password}
            onChange={(next) => {
              setShort(false);
              setPassword(next);
            }}
            error={short ? t('auth.useAtLeastCharacters', { MIN_PASSWORD }) : faults.password}
          />
        </>
      )}
      <ProblemNote error={state.error} />
      <Button type="submit" variant="primary" size="lg" busy={state.busy} className="w-full">
        {t('auth.joinWorkspace')}
      </Button>
    </form>
  );
}

const Joined = () => {
  const t = useTranslations();
  return (
    <div className="space-y-4">
      <p role="status" className="text-xs">
        {t('auth.youHaveJoinedSignGo')}
      </p>
      <ButtonLink href="/sign-in" variant="primary" size="lg" className="w-full">
        {t('auth.sign')}
      </ButtonLink>
    </div>
  );
};

function KnownPassword({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (value: string) => void;
  error: ReactNode;
}) {
  const t = useTranslations();
  return (
    <Field id="password" label={t('auth.password')} error={error}>
      {(control) => (
        <SecretInput
          {...control}
          what={t('auth.passwordInSentence')}
          autoComplete="current-password"
          autoFocus
          required
          maxLength={200}
          value={value}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
    </Field>
  );
}
