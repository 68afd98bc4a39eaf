'use client';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button, ButtonLink } from '@/components/ui/button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';

/** The account is here already: leads to it instead of making a second one. */
export function AlreadyConnected({
  name,
  existing_id,
  onClose,
}: {
  name: string;
  existing_id: string;
  onClose: () => void;
}) {
  const t = useTranslations();
  const workspace = useWorkspace();
  return (
    <>
      <DialogBody>
        <p role="status" className="text-xs">
          {t('connections.isAlreadyConnectedThisWorkspace', { name })}
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('connections.close')}</Button>
        <ButtonLink autoFocus variant="primary" href={`/${workspace}/connections/${existing_id}`}>
          {t('connections.openConnection')}
        </ButtonLink>
      </DialogFooter>
    </>
  );
}
