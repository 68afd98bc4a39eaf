'use client';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { KnownTags } from '@/components/connections/known-tags';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { tagOf } from '@/lib/contract/tag';

/** Asks for the tag that all that is selected is given. */
export function AddTagDialog({
  size,
  onAdd,
  onClose,
}: {
  size: number;
  onAdd: (tag: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [typed, setTyped] = useState('');
  const [refused, refuse] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const tag = tagOf(typed);
    refuse(tag === null);
    if (tag === null) return;
    onClose();
    onAdd(tag);
  };
  return (
    <Dialog title={t('connections.addTagTo', { size })} onClose={onClose}>
      <form onSubmit={submit}>
        <DialogBody>
          <Field
            id="bulk-tag"
            label={t('connections.tag')}
            hint={t('connections.tagHint')}
            error={refused ? t('connections.tagNot') : null}
          >
            {(control) => (
              <Input
                {...control}
                autoFocus
                list="bulk-known-tags"
                autoComplete="off"
                autoCapitalize="none"
                value={typed}
                onChange={(e) => {
                  setTyped(e.target.value);
                  refuse(false);
                }}
              />
            )}
          </Field>
          <KnownTags id="bulk-known-tags" except={[]} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('connections.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('connections.addTagNow')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
