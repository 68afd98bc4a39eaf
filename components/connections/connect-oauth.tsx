'use client';
import { ArrowUpRight, Check, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { AlreadyConnected } from '@/components/connections/already-connected';
import { CredentialInput, entered } from '@/components/connections/credential-input';
import { OtherTab, type Elsewhere } from '@/components/connections/other-tab';
import { Button } from '@/components/ui/button';
import { DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { faultAt } from '@/components/ui/said';
import type { Output } from '@/lib/client/call';
import type { CatalogEntry, CredentialField } from '@/lib/contract/catalog';

interface State {
  busy: boolean;
  error: unknown;
  existing: string | null;
}
const IDLE: State = { busy: false, error: null, existing: null };

/**
 * Says in plain words what will be asked for and why, asks what the provider's address depends on,
 * then leaves for the provider. Longer than a screen: the dialog in one piece.
 */
export function ConnectOAuth({
  entry,
  action,
  fields = [],
  start,
  startElsewhere,
  choice,
  onClose,
}: {
  entry: CatalogEntry;
  action: string;
  fields?: readonly CredentialField[];
  start: (config: Record<string, string>) => Promise<Output<'createConnection'>>;
  /** The same, for a tab of its own that nobody is sent back from. */
  startElsewhere?: typeof start;
  /** What else may be chosen before it is connected. */
  choice?: ReactNode;
  onClose: () => void;
}) {
  const t = useTranslations();
  const [values, setValues] = useState<Record<string, string>>({});
  const [submitted, setSubmitted] = useState(false);
  const [state, setState] = useState<State>(IDLE);
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  const go = async () => {
    setSubmitted(true);
    const given = entered(fields, values, t);
    if (!given) return;
    setState({ ...IDLE, busy: true });
    try {
      const answer = await start(given);
      if (answer.mode === 'oauth_redirect' && answer.authorize_url)
        window.location.assign(answer.authorize_url);
      else if (answer.mode !== 'already_connected') onClose();
      else setState({ ...IDLE, existing: answer.existing_id ?? null });
    } catch (error) {
      setState({ ...IDLE, error });
    }
  };
  const goElsewhere = async () => {
    setSubmitted(true);
    const given = entered(fields, values, t);
    if (!given || !startElsewhere) return;
    // Opened by the click itself: later the browser would not let us.
    const tab = window.open('about:blank', '_blank');
    setState({ ...IDLE, busy: true });
    try {
      const { authorize_url: url, connection, existing_id } = await startElsewhere(given);
      if (!url || !connection) {
        tab?.close();
        setState({ ...IDLE, existing: existing_id ?? null });
        return;
      }
      if (tab) tab.location.replace(url);
      setElsewhere({
        connection_id: connection.id,
        connector_type: entry.type,
        url,
        opened: tab !== null,
      });
    } catch (error) {
      tab?.close();
      setState({ ...IDLE, error });
    }
  };
  const { existing } = state;
  if (elsewhere !== null) return <OtherTab {...{ elsewhere, name: entry.name, onClose }} />;
  if (existing !== null)
    return <AlreadyConnected name={entry.name} existing_id={existing} onClose={onClose} />;
  return (
    <>
      <DialogBody className="space-y-5">
        {fields.map((field) => (
          <CredentialInput
            key={field.key}
            {...{ field, submitted, autoFocus: false }}
            name={`inlet-${entry.type}-${field.key}`}
            value={values[field.key] ?? ''}
            error={faultAt(state.error, `config.${field.key}`)}
            onChange={(value) => setValues({ ...values, [field.key]: value })}
          />
        ))}
        <Asks entry={entry} />
        <Promises entry={entry} />
        {choice}
        <ProblemNote error={state.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('connections.cancel')}</Button>
        {startElsewhere ? (
          // On a touch screen a second tab is out of sight: there it goes on in this one.
          <Button
            disabled={state.busy}
            onClick={() => void goElsewhere()}
            className="pointer-coarse:hidden"
          >
            {t('connections.openNewTab')}
          </Button>
        ) : null}
        <Button autoFocus variant="primary" busy={state.busy} onClick={() => void go()}>
          {action}
          <ArrowUpRight aria-hidden className="size-3.5" />
        </Button>
      </DialogFooter>
    </>
  );
}

function Asks({ entry }: { entry: CatalogEntry }) {
  const t = useTranslations();
  if (entry.scopes.length === 0) return null;
  const scopes = [...entry.scopes].sort((a, b) => Number(b.required) - Number(a.required));
  return (
    <section aria-labelledby="asks">
      <h3 id="asks" className="text-xs font-medium">
        {t('connections.whatWillAskYouAllow', { name: entry.name })}
      </h3>
      <ul className="mt-2 space-y-1.5">
        {scopes.map((scope) => (
          <li key={scope.scope} className="flex items-start gap-2 text-xs">
            <Check aria-hidden className="text-accent-ink mt-0.5 size-3.5 shrink-0" />
            <span>
              {scope.why}
              {scope.required ? null : (
                <span className="text-muted"> {t('connections.optionalScope')}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Promises({ entry }: { entry: CatalogEntry }) {
  const t = useTranslations();
  if (entry.promises.length === 0) return null;
  return (
    <section aria-labelledby="promises" className="bg-sunken rounded-tile p-3.5">
      <h3 id="promises" className="flex items-center gap-2 text-xs font-medium">
        <ShieldCheck aria-hidden className="text-accent-ink size-4" />
        {t('connections.ourPromise')}
      </h3>
      <ul className="text-muted mt-1.5 list-disc space-y-0.5 pl-10 text-xs">
        {entry.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
    </section>
  );
}
