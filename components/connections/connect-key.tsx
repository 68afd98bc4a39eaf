'use client';
import { CircleCheck, ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import { useState, type FormEvent, type ReactNode } from 'react';
import { AlreadyConnected } from '@/components/connections/already-connected';
import { CredentialInput, entered } from '@/components/connections/credential-input';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button, ButtonLink } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { faultAt } from '@/components/ui/said';
import type { Output } from '@/lib/client/call';
import type { CatalogEntry, CredentialField } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

type State =
  | { step: 'form' | 'checking'; error: unknown }
  | { step: 'done'; connection: Connection | undefined }
  | { step: 'exists'; id: string };

/**
 * Asks for the connector's credential fields, checks them live at the provider, and says whose
 * account it is. Longer than a screen: it holds the steps and what each leaves for the next.
 */
export function ConnectKey({
  entry,
  action,
  submit,
  choice,
  onClose,
}: {
  entry: CatalogEntry;
  action: string;
  submit: (credentials: Record<string, string>) => Promise<Output<'createConnection'>>;
  /** What else may be chosen before it is connected. */
  choice?: ReactNode;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [values, setValues] = useState<Record<string, string>>({});
  const [touched, setTouched] = useState(false);
  const [state, setState] = useState<State>({ step: 'form', error: null });
  const fields = entry.credential_fields;
  const steps = fields.find((f) => f.where_to_find.length > 0);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    const credentials = entered(fields, values, t);
    if (!credentials || state.step !== 'form') return;
    setState({ step: 'checking', error: null });
    try {
      const answer = await submit(credentials);
      if (answer.mode === 'already_connected' && answer.existing_id)
        return setState({ step: 'exists', id: answer.existing_id });
      setValues({});
      setState({ step: 'done', connection: answer.connection });
    } catch (error) {
      setState({ step: 'form', error });
    }
  };

  if (state.step === 'exists')
    return <AlreadyConnected name={entry.name} existing_id={state.id} onClose={onClose} />;
  if (state.step === 'done')
    return <Connected name={entry.name} connection={state.connection} onClose={onClose} />;
  return (
    <form onSubmit={(e) => void send(e)} noValidate autoComplete="off">
      <DialogBody className="space-y-5">
        {steps ? <WhereToFind field={steps} app={entry.name} /> : null}
        {fields.map((field, i) => (
          <CredentialInput
            key={field.key}
            field={field}
            name={`inlet-${entry.type}-${field.key}`}
            value={values[field.key] ?? ''}
            autoFocus={i === 0}
            submitted={touched}
            error={faultAt(state.error, field.key)}
            onChange={(value) => {
              setValues({ ...values, [field.key]: value });
              if (state.error) setState({ step: 'form', error: null });
            }}
          />
        ))}
        {choice}
        <ProblemNote error={state.error} />
      </DialogBody>
      <DialogFooter>
        <p role="status" className="text-muted text-2xs mr-auto">
          {state.step === 'checking' ? t('connections.checkingWith', { name: entry.name }) : ''}
        </p>
        <Button onClick={onClose}>{t('connections.cancel')}</Button>
        <Button type="submit" variant="primary" busy={state.step === 'checking'}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Whose account it is, and the way to watch it sync. */
function Connected({
  name,
  connection,
  onClose,
}: {
  name: string;
  connection: Connection | undefined;
  onClose: () => void;
}) {
  const t = useTranslations();
  const path = usePathname();
  const workspace = useWorkspace();
  const detail = `/${workspace}/connections/${connection?.id}`;
  const account = connection?.account_label ?? null;
  const id = connection?.external_account_id ?? null;
  return (
    <>
      <DialogBody>
        <div
          role="status"
          className="bg-ok-soft text-ok-ink rounded-tile flex items-start gap-3 p-3.5 text-xs"
        >
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div>
            <p className="font-medium">
              {account
                ? t('connections.connectedAs', { account })
                : t('connections.isConnected', { name })}
            </p>
            {id && id !== account ? (
              <p className="mt-0.5">
                {t('connections.accountId')}{' '}
                <code className="text-2xs font-mono select-all">{id}</code>
              </p>
            ) : null}
            <p className="mt-0.5">{t('connections.theFirstSyncHasStarted')}</p>
          </div>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('connections.done')}</Button>
        {/* Leaving the page closes the dialog by itself; on the connection's own page there is
            nowhere to leave to. */}
        {connection ? (
          <ButtonLink
            autoFocus
            variant="primary"
            href={detail}
            onClick={() => {
              if (path === detail) onClose();
            }}
          >
            {t('connections.watchSync')}
          </ButtonLink>
        ) : null}
      </DialogFooter>
    </>
  );
}

/** Numbered steps to the value, and a link to the exact page. */
function WhereToFind({ field, app }: { field: CredentialField; app: string }) {
  const t = useTranslations();
  return (
    <section aria-labelledby="where" className="bg-sunken rounded-tile p-3.5">
      <h3 id="where" className="text-xs font-medium">
        {t('connections.whereFind')}
      </h3>
      <ol className="mt-2 space-y-1.5 text-xs">
        {field.where_to_find.map((step, i) => (
          <li key={step} className="flex gap-2.5">
            <span
              aria-hidden
              className={cn(
                'border-line-strong text-muted tabular grid size-5 shrink-0 place-items-center',
                'rounded-full border text-[11px] leading-none',
              )}
            >
              {i + 1}
            </span>
            <span className="text-muted pt-px">{step}</span>
          </li>
        ))}
      </ol>
      {field.find_url ? (
        <a
          href={field.find_url}
          target="_blank"
          rel="noreferrer"
          className="text-accent-ink mt-2.5 inline-flex min-h-6 items-center gap-1 text-xs font-medium hover:underline"
        >
          {t('connections.openAtPage', { app })}
          <ExternalLink aria-hidden className="size-3.5" />
          <span className="sr-only">{t('connections.newTab')}</span>
        </a>
      ) : null}
    </section>
  );
}
