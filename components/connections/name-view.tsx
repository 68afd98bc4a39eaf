'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

/** Asks under which name a view is to be kept. */
export function NameView({
  onSave,
  onClose,
}: {
  onSave: (name: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onSave(name.trim());
    onClose();
  };
  return (
    <Dialog
      title={t('connections.saveThisView')}
      description={t('connections.searchFiltersOrderColumnsKept')}
      onClose={onClose}
    >
      <form onSubmit={submit}>
        <DialogBody>
          <Field id="view-name" label={t('connections.name')}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                maxLength={40}
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('connections.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('connections.saveView')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
