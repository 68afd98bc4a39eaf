'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { faultAt } from '@/components/ui/said';
import { call } from '@/lib/client/call';
import type { MessageKey } from '@/lib/client/words';

type Mode = 'live' | 'sandbox';
const MODES: Record<Mode, { label: MessageKey; hint: MessageKey }> = {
  live: { label: 'admin.live', hint: 'admin.connectsYourRealAccountsAt' },
  sandbox: {
    label: 'admin.sandbox',
    hint: 'admin.connectsProvidersStandInsShip',
  },
};

/**
 * Makes a workspace and goes there. Longer than a screen: a form of two fields is.
 */
export function NewWorkspace({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [name, setName] = useState('');
  const [mode, setMode] = useState<Mode>('live');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, error: null });
    try {
      const made = await call('createWorkspace', { name, mode }, { workspace });
      // Another workspace is another frame: nothing of this one is taken along.
      window.location.assign(`/${made.workspace.slug}/connections`);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog
      title={t('admin.newWorkspace')}
      description={t('admin.youBecomeItsOwner')}
      onClose={onClose}
    >
      <form onSubmit={(e) => void submit(e)}>
        <DialogBody className="space-y-4">
          <Field id="new-name" label={t('admin.name')} error={faultAt(state.error, 'name')}>
            {(control) => (
              <Input
                {...control}
                required
                autoFocus
                maxLength={120}
                autoComplete="off"
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <Field id="new-mode" label={t('admin.kind')} hint={t(MODES[mode].hint)}>
            {(control) => (
              <Select {...control} value={mode} onChange={(e) => setMode(e.target.value as Mode)}>
                {Object.entries(MODES).map(([value, { label }]) => (
                  <option key={value} value={value}>
                    {t(label)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button type="submit" variant="primary" busy={state.busy} disabled={name.trim() === ''}>
            {t('admin.createWorkspace')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
