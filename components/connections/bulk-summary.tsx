'use client';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { English } from '@/components/ui/said';
import { explain } from '@/lib/client/problem';
import type { MessageKey } from '@/lib/client/words';

/** What came of doing one thing to many connections. */
export interface Outcome {
  /** "3 connections paused". */
  done: MessageKey;
  succeeded: number;
  /** It could not be done to them as they are. */
  skipped: number;
  failed: { name: string; why: unknown }[];
}

/** How many it was done to, how many it did not fit, and which failed, with the reason. */
export function BulkSummary({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const t = useTranslations();
  const { done, succeeded, skipped, failed } = outcome;
  return (
    <Dialog title={t(done, { succeeded })} onClose={onClose}>
      <DialogBody className="space-y-3 text-xs">
        {skipped > 0 ? (
          <p className="text-muted">
            {t('connections.connectionLeftAsWasDoes', { skipped, which: String(skipped === 1) })}
          </p>
        ) : null}
        {failed.length > 0 ? (
          <>
            <p className="text-bad-ink font-medium">
              {t('connections.connectionFailed', { count: failed.length })}
            </p>
            <ul className="divide-line border-line max-h-64 divide-y overflow-y-auto border-y">
              {failed.map(({ name, why }) => (
                <li key={name} className="py-2">
                  <span className="font-medium">{name}</span>
                  <span className="text-muted block text-pretty">
                    <Why error={why} />
                  </span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {skipped + failed.length === 0 ? (
          <p className="text-muted">{t('connections.noneWasLeftOut')}</p>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" autoFocus onClick={onClose}>
          {t('connections.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Why({ error }: { error: unknown }) {
  const { what, more } = explain(error, useTranslations());
  return more ? (
    <>
      {what} <English>{more}</English>
    </>
  ) : (
    what
  );
}
