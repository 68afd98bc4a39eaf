'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { KeyShown } from '@/components/settings/key-shown';
import { SCOPE_WORDS } from '@/components/settings/scope-words';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field, FieldError } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import type { Scope } from '@/lib/contract/operation';

const EXPIRIES = [
  { days: '30', label: 'settings.days30' },
  { days: '90', label: 'settings.days90' },
  { days: '365', label: 'settings.oneYear' },
  { days: '', label: 'settings.never' },
] as const;

/** Makes a key and shows it once. Offered are the scopes the person has themselves. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const form = useNewKey();
  const { key, state, submit } = form;
  if (key !== null) return <KeyShown apiKey={key} onClose={onClose} />;
  return (
    <Dialog title={t('settings.createApiKey')} onClose={onClose}>
      <form onSubmit={(e) => void submit(e)} noValidate>
        <DialogBody className="space-y-5">
          <NameField form={form} />
          <ScopeFields form={form} />
          <ExpiryField form={form} />
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('settings.cancel')}</Button>
          <Button type="submit" variant="primary" busy={state.busy}>
            {t('settings.createKey')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

type Form = ReturnType<typeof useNewKey>;

/** What the form holds, and the key once there is one. */
function useNewKey() {
  const change = useAccessActions();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['connections:read']);
  const [days, setDays] = useState('90');
  const [key, setKey] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (state.busy || name.trim() === '' || scopes.length === 0) return;
    setState({ busy: true, error: null });
    const expires_in_days = days === '' ? null : Number(days);
    try {
      setKey((await change('createApiKey', { name: name.trim(), scopes, expires_in_days })).key);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return { name, setName, scopes, setScopes, days, setDays, key, tried, state, submit };
}

function NameField({ form: { name, setName, tried, state } }: { form: Form }) {
  const t = useTranslations();
  const error =
    tried && name.trim() === '' ? t('settings.enterName') : faultAt(state.error, 'name');
  return (
    <Field id="key-name" label={t('settings.name')} hint={t('settings.whichProgram')} error={error}>
      {(control) => (
        <Input
          {...control}
          autoFocus
          maxLength={120}
          placeholder={t('settings.dataWarehouse')}
          autoComplete="off"
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
      )}
    </Field>
  );
}

function ScopeFields({ form: { scopes, setScopes, tried } }: { form: Form }) {
  const t = useTranslations();
  const offered = useSession().scopes.filter((scope) => scope in SCOPE_WORDS);
  const toggle = (scope: Scope, on: boolean) =>
    setScopes(on ? [...scopes, scope] : scopes.filter((s) => s !== scope));
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium">{t('settings.whatMayDo')}</legend>
      {offered.map((scope) => (
        <Checkbox
          key={scope}
          checked={scopes.includes(scope)}
          hint={t(SCOPE_WORDS[scope])}
          onChange={(e) => toggle(scope, e.target.checked)}
        >
          <code className="text-2xs font-mono">{scope}</code>
        </Checkbox>
      ))}
      {tried && scopes.length === 0 ? (
        <FieldError>{t('settings.chooseAtLeastOne')}</FieldError>
      ) : null}
    </fieldset>
  );
}

function ExpiryField({ form: { days, setDays } }: { form: Form }) {
  const t = useTranslations();
  const hint = days === '' ? t('settings.aKeyNeverEndsHas') : undefined;
  return (
    <Field id="key-expiry" label={t('settings.endsAfter')} hint={hint}>
      {(control) => (
        <Select
          {...control}
          value={days}
          onChange={(e) => setDays(e.target.value)}
          className="w-full"
        >
          {EXPIRIES.map((e) => (
            <option key={e.days} value={e.days}>
              {t(e.label)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
