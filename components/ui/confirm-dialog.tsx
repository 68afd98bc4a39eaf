'use client';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';

/** Asks once before something that is hard to take back. Stays open and says why when it fails. */
export function ConfirmDialog({
  title,
  children,
  action,
  danger = false,
  confirm,
  onClose,
}: {
  title: string;
  children: ReactNode;
  action: string;
  danger?: boolean;
  confirm: () => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const run = async () => {
    setState({ busy: true, error: null });
    try {
      await confirm();
      onClose();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogBody>
        <div className="text-muted space-y-2 text-xs text-pretty">{children}</div>
        <ProblemNote error={state.error} className="mt-4" />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button
          variant={danger ? 'danger' : 'primary'}
          busy={state.busy}
          onClick={() => void run()}
        >
          {action}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
