'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import { call } from '@/lib/client/call';

/** What is missing, and what for. Longer than a screen: the form in one piece. */
export function RequestAppDialog({ first, onClose }: { first: string; onClose: () => void }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const [name, setName] = useState(first);
  const [note, setNote] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (name.trim() === '') return;
    setState({ busy: true, error: null });
    try {
      const answer = await call(
        'requestConnector',
        { name, ...(note.trim() ? { note } : {}) },
        { workspace },
      );
      if (answer.existing_type)
        say('success', t('connections.isCatalogAlready', { name: answer.name }));
      else
        say(
          'success',
          t('connections.isOnList', { name: answer.name }),
          answer.votes > 1 ? t('connections.personAsk', { votes: answer.votes }) : undefined,
        );
      onClose();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog
      title={t('connections.requestApp')}
      description={t('connections.whoeverRunsInletHereSees')}
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)}>
        <DialogBody className="space-y-4">
          <Field id="app-name" label={t('connections.whichApp')}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                required
                maxLength={80}
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <Field id="app-note" label={t('connections.whatFor')} hint={t('connections.mayLeftOut')}>
            {(control) => (
              <Input
                {...control}
                maxLength={500}
                value={note}
                onChange={(e) => setNote(e.target.value)}
              />
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('connections.cancel')}</Button>
          <Button type="submit" variant="primary" busy={state.busy}>
            {t('connections.request')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
