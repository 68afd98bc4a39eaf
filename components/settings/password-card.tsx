'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { NewPasswordField } from '@/components/auth/password-field';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import { say } from '@/components/ui/toast';
import type { Words } from '@/lib/client/words';

/**
 * Changes the password; the sessions in other browsers end with it. Longer than a screen: a form of
 * two fields is.
 */
export function PasswordCard({ email }: { email: string }) {
  const t = useTranslations();
  const change = useAccessActions();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      const { sessions_ended } = await change('changePassword', {
        current_password: current,
        new_password: next,
      });
      setCurrent('');
      setNext('');
      setState({ busy: false, error: null });
      say('success', changed(sessions_ended, t));
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const faults = {
    current: faultAt(state.error, 'current_password'),
    next: faultAt(state.error, 'password'),
  };
  return (
    <Card aria-labelledby="password">
      <CardHeader
        id="password"
        title={t('settings.password')}
        hint={t('settings.otherBrowsersSignedOutWhen')}
      />
      <form onSubmit={(e) => void submit(e)} className="flex max-w-sm flex-col gap-4 p-4">
        {/* For password managers: whose password this is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field id="current-password" label={t('settings.presentPassword')} error={faults.current}>
          {(control) => (
            <SecretInput
              {...control}
              what={t('settings.presentPasswordInSentence')}
              autoComplete="current-password"
              maxLength={200}
              required
              value={current}
              onChange={(e) => setCurrent(e.target.value)}
            />
          )}
        </Field>
        <NewPasswordField
          label={t('settings.newPassword')}
          value={next}
          onChange={setNext}
          error={faults.next}
        />
        {faults.current || faults.next ? null : <ProblemNote error={state.error} />}
        <div>
          <Button type="submit" variant="primary" busy={state.busy}>
            {t('settings.changePassword')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

const changed = (ended: number, t: Words): string =>
  ended === 0
    ? t('settings.yourPasswordChanged')
    : t('settings.yourPasswordChangedSessionEnded', { ended });
