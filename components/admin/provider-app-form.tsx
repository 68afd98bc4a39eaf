'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input, SecretInput } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import { call } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';
import type { ProviderApp } from '@/lib/contract/provider-apps';

/**
 * What to bring from the provider: the client id and the secret of an app. `children` place the fields
 * and the button that saves them.
 */
export function ProviderAppForm({
  app,
  disabled = false,
  onSaved,
  children,
}: {
  app: ProviderApp;
  disabled?: boolean;
  onSaved: () => void;
  children: (fields: ReactNode, save: ReactNode) => ReactNode;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [values, setValues] = useState({ client_id: app.client_id ?? '', client_secret: '' });
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      await call('setProviderApp', { type: app.type, ...values }, { workspace });
      await client.invalidateQueries({ queryKey: keys.providerApps(workspace) });
      void client.invalidateQueries({ queryKey: keys.catalog(workspace) });
      setState({ busy: false, error: null });
      onSaved();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <form onSubmit={(e) => void save(e)}>
      {children(
        <Fields values={values} error={state.error} onChange={setValues} />,
        <Button
          type="submit"
          variant="primary"
          busy={state.busy}
          disabled={
            disabled || values.client_id.trim() === '' || values.client_secret.trim() === ''
          }
        >
          {t('admin.saveApp')}
        </Button>,
      )}
    </form>
  );
}

interface Values {
  client_id: string;
  client_secret: string;
}

const Fields = ({
  values,
  error,
  onChange,
}: {
  values: Values;
  error: unknown;
  onChange: (values: Values) => void;
}) => {
  const t = useTranslations();
  return (
    <>
      <Field id="client-id" label={t('admin.clientId')} error={faultAt(error, 'client_id')}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={values.client_id}
            onChange={(e) => onChange({ ...values, client_id: e.target.value })}
          />
        )}
      </Field>
      <Field
        id="client-secret"
        label={t('admin.clientSecret')}
        error={faultAt(error, 'client_secret')}
      >
        {(control) => (
          <SecretInput
            {...control}
            mono
            what={t('admin.secretInSentence')}
            autoComplete="off"
            value={values.client_secret}
            onChange={(e) => onChange({ ...values, client_secret: e.target.value })}
          />
        )}
      </Field>
      <ProblemNote error={error} />
    </>
  );
};
