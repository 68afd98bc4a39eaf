'use client';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import type { DetailDialog } from '@/components/connection/connection-header';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import { because, useWhyNot, useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { say } from '@/components/ui/toast';
import type { Connection } from '@/lib/contract/connections';

/** The two ways out: one keeps what was brought in, the other does not. */
export function DangerZone({
  connection: c,
  onDialog,
}: {
  connection: Connection;
  onDialog: (dialog: DetailDialog) => void;
}) {
  const t = useTranslations();
  const why = useWhyNot('connections:delete');
  const off = why !== undefined;
  const [erasing, erase] = useState(false);
  return (
    <section aria-labelledby="danger">
      <h2 id="danger" className="pb-2 text-sm">
        {t('connection.waysOut')}
      </h2>
      <ul className="divide-line border-line divide-y border-y text-xs">
        <Way
          title={t('connection.disconnect')}
          words={t('connection.syncingStopsCredentialErased')}
        >
          <Button
            disabled={off || c.status === 'disconnected'}
            {...because(why, 'connections:delete')}
            onClick={() => onDialog('disconnect')}
          >
            {t('connection.disconnect')}
          </Button>
        </Way>
        <Way
          title={t('connection.removeWithAllData')}
          words={t('connection.deletesRecordHistoryConnection', { records_total: c.records_total })}
        >
          <Button
            variant="danger"
            disabled={off}
            {...because(why, 'connections:delete')}
            onClick={() => erase(true)}
          >
            {t('connection.openRemove')}
          </Button>
        </Way>
      </ul>
      {erasing ? <EraseDialog connection={c} onClose={() => erase(false)} /> : null}
    </section>
  );
}

const Way = ({
  title,
  words,
  children,
}: {
  title: string;
  words: string;
  children: React.ReactNode;
}) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3.5">
    <div className="min-w-0 flex-1 basis-64">
      <p className="font-medium">{title}</p>
      <p className="text-muted text-pretty">{words}</p>
    </div>
    {children}
  </li>
);

/**
 * Asks for the name, so that nobody removes another connection than they mean. Longer than a screen:
 * it says all that goes.
 */
function EraseDialog({ connection: c, onClose }: { connection: Connection; onClose: () => void }) {
  const t = useTranslations();
  const { erase } = useConnectionActions();
  const router = useRouter();
  const workspace = useWorkspace();
  const [name, setName] = useState('');
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state.busy || name !== c.name) return;
    setState({ busy: true, error: null });
    try {
      const { records_erased } = await erase(c, name);
      say(
        'success',
        t('connection.isRemoved', { name: c.name }),
        t('connection.recordDeleted', { records_erased }),
      );
      router.push(`/${workspace}/connections`);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Dialog locked title={t('connection.askRemove', { name: c.name })} onClose={onClose}>
      <form onSubmit={(e) => void submit(e)}>
        <DialogBody className="space-y-4">
          <ul className="text-muted list-disc space-y-1 pl-5 text-xs">
            <li>
              {t('connection.recordThoseMarkedAsDeleted', { records_total: c.records_total })}
            </li>
            <li>{t('connection.everyRunWhatQuarantine')}</li>
            <li>{t('connection.theCredentialWhereProviderLets')}</li>
            <li>{t('connection.theConnectionItsIdCannot')}</li>
          </ul>
          <Field id="erase-name" label={t('connection.typeRemove', { name: c.name })}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('connection.cancel')}</Button>
          <Button type="submit" variant="danger" busy={state.busy} disabled={name !== c.name}>
            {t('connection.removeWithAllData')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
