'use client';
import { useState, type FormEvent } from 'react';
import { NewPasswordField } from '@/components/auth/password-field';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import { count } from '@/lib/client/format';
import { fieldError } from '@/lib/client/problem';

/**
 * Changes the password; the sessions in other browsers end with it. Longer than a screen: a form of
 * two fields is.
 */
export function PasswordCard({ email }: { email: string }) {
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
      say('success', changed(sessions_ended));
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const faults = {
    current: fieldError(state.error, 'current_password'),
    next: fieldError(state.error, 'password'),
  };
  return (
    <Card aria-labelledby="password">
      <CardHeader
        id="password"
        title="Password"
        hint="Other browsers are signed out when you change it."
      />
      <form onSubmit={(e) => void submit(e)} className="flex max-w-sm flex-col gap-4 p-4">
        {/* For password managers: whose password this is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field id="current-password" label="Present password" error={faults.current}>
          {(control) => (
            <SecretInput
              {...control}
              what="present password"
              autoComplete="current-password"
              maxLength={200}
              required
              value={current}
              onChange={(e) => setCurrent(e.target.value)}
            />
          )}
        </Field>
        <NewPasswordField
          label="New password"
          value={next}
          onChange={setNext}
          error={faults.next}
        />
        {faults.current || faults.next ? null : <ProblemNote error={state.error} />}
        <div>
          <Button type="submit" variant="primary" busy={state.busy}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
}

const changed = (ended: number): string =>
  ended === 0
    ? 'Your password is changed'
    : `Your password is changed, and ${count(ended, 'session')} ended`;
