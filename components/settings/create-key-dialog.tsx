'use client';
import { useState, type FormEvent } from 'react';
import { SCOPE_WORDS } from '@/components/settings/scope-words';
import { UsageExample } from '@/components/settings/usage-example';
import { useAccessActions } from '@/components/hooks/use-access-actions';
import { useSession } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field, FieldError } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { fieldError } from '@/lib/client/problem';
import type { Scope } from '@/lib/contract/operation';

const EXPIRIES = [
  { days: '30', label: '30 days' },
  { days: '90', label: '90 days' },
  { days: '365', label: 'One year' },
  { days: '', label: 'Never' },
] as const;

/** Makes a key and shows it once. Offered are the scopes the person has themselves. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const change = useAccessActions();
  const offered = useSession().scopes.filter((scope) => scope in SCOPE_WORDS);
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
    try {
      setKey(
        (
          await change('createApiKey', {
            name: name.trim(),
            scopes,
            expires_in_days: days === '' ? null : Number(days),
          })
        ).key,
      );
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  if (key !== null) {
    return (
      <Dialog
        locked
        wide
        title="Copy the key now"
        description="It is stored as a hash: nobody, not even we, can show it again."
        onClose={onClose}
      >
        <DialogBody className="space-y-4">
          <div className="flex gap-2">
            <Input
              readOnly
              autoFocus
              aria-label="API key"
              value={key}
              onFocus={(e) => e.target.select()}
              className="font-mono"
            />
            <CopyButton text={key} label="Copy the key" className="h-9">
              Copy
            </CopyButton>
          </div>
          <UsageExample apiKey={key} />
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        </DialogFooter>
      </Dialog>
    );
  }
  return (
    <Dialog title="Create API key" onClose={onClose}>
      <form onSubmit={(e) => void submit(e)} noValidate>
        <DialogBody className="space-y-5">
          <Field
            id="key-name"
            label="Name"
            hint="Which program it is for."
            error={tried && name.trim() === '' ? 'Enter a name.' : fieldError(state.error, 'name')}
          >
            {(control) => (
              <Input
                {...control}
                autoFocus
                maxLength={120}
                placeholder="Data warehouse"
                autoComplete="off"
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <fieldset>
            <legend className="mb-1 text-xs font-medium">What it may do</legend>
            {offered.map((scope) => (
              <Checkbox
                key={scope}
                checked={scopes.includes(scope)}
                hint={SCOPE_WORDS[scope]}
                onChange={(e) =>
                  setScopes(
                    e.target.checked ? [...scopes, scope] : scopes.filter((s) => s !== scope),
                  )
                }
              >
                <code className="text-2xs font-mono">{scope}</code>
              </Checkbox>
            ))}
            {tried && scopes.length === 0 ? <FieldError>Choose at least one.</FieldError> : null}
          </fieldset>
          <Field
            id="key-expiry"
            label="Ends after"
            hint={
              days === ''
                ? 'A key that never ends has to be revoked by somebody who remembers it.'
                : undefined
            }
          >
            {(control) => (
              <Select
                {...control}
                value={days}
                onChange={(e) => setDays(e.target.value)}
                className="w-full"
              >
                {EXPIRIES.map((e) => (
                  <option key={e.days} value={e.days}>
                    {e.label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={state.busy}>
            Create key
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
