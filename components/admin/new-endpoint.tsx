'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { SecretShown } from '@/components/admin/secret-shown';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { ProblemNote } from '@/components/ui/error-state';
import { SecretInput, Select } from '@/components/ui/input';
import { call, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';

/** Providers, and what proves that a delivery is theirs; with a token we register it ourselves. */
const PROVIDERS = [
  { slug: 'telegram', name: 'Telegram', asks: 'admin.botToken', registers: true },
  { slug: 'discord', name: 'Discord', asks: 'admin.botToken', registers: true },
  { slug: 'slack', name: 'Slack', asks: 'admin.signingSecret', registers: false },
  { slug: 'hubspot', name: 'HubSpot', asks: 'admin.clientSecret', registers: false },
  { slug: 'linear', name: 'Linear', asks: 'admin.signingSecret', registers: false },
  { slug: 'whatsapp', name: 'WhatsApp', asks: 'admin.appSecret', registers: false },
  { slug: 'twilio', name: 'Twilio', asks: 'admin.authToken', registers: false },
  {
    slug: 'gmail',
    name: 'Gmail push',
    asks: 'admin.pushServiceAccountEMail',
    registers: false,
  },
  { slug: 'github', name: 'GitHub', asks: 'admin.webhookSecret', registers: false },
  { slug: 'stripe', name: 'Stripe', asks: 'admin.signingSecret', registers: false },
] as const;

/** Makes an endpoint; Telegram and Discord are asked to deliver to it at once. */
export function NewEndpoint({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [form, setForm] = useState<Form>({ slug: 'telegram', secret: '', reach: 'workspace' });
  const { slug, secret, reach } = form;
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });
  const [made, setMade] = useState<Output<'createConnectorEndpoint'> | null>(null);
  const provider = PROVIDERS.find((one) => one.slug === slug)!;
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      const done = provider.registers
        ? await register(slug, secret, workspace)
        : await call('createConnectorEndpoint', { provider: slug, reach, secret }, { workspace });
      void client.invalidateQueries({ queryKey: keys.connectorEvents(workspace) });
      setMade(done);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  if (made) return <SecretShown made={made} onClose={onClose} />;
  return (
    <Dialog title={t('admin.newEndpoint')} locked onClose={onClose}>
      <form onSubmit={(e) => void make(e)}>
        <DialogBody className="space-y-4">
          <Fields
            provider={provider}
            form={form}
            onChange={(change) => setForm({ ...form, ...change })}
          />
          <ProblemNote error={state.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('admin.cancel')}</Button>
          <Button type="submit" variant="primary" busy={state.busy} disabled={secret === ''}>
            {provider.registers ? t('admin.setUp') : t('admin.makeAddress')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

interface Form {
  slug: string;
  secret: string;
  reach: 'workspace' | 'platform';
}

function Fields({
  provider,
  form,
  onChange,
}: {
  provider: (typeof PROVIDERS)[number];
  form: Form;
  onChange: (change: Partial<Form>) => void;
}) {
  const t = useTranslations();
  return (
    <>
      <Labelled label={t('admin.provider')}>
        <Select
          aria-label={t('admin.provider')}
          value={form.slug}
          onChange={(e) => onChange({ slug: e.target.value })}
        >
          {PROVIDERS.map((one) => (
            <option key={one.slug} value={one.slug}>
              {one.name}
            </option>
          ))}
        </Select>
      </Labelled>
      <Labelled label={t(provider.asks)}>
        <SecretInput
          aria-label={t(provider.asks)}
          value={form.secret}
          autoComplete="off"
          onChange={(e) => onChange({ secret: e.target.value })}
        />
      </Labelled>
      {provider.registers ? (
        <p className="text-muted text-xs">
          {t('admin.isAskedDeliverHereToken', { name: provider.name })}
        </p>
      ) : (
        <Labelled label={t('admin.itsEventsAbout')}>
          <Select
            aria-label={t('admin.itsEventsAbout')}
            value={form.reach}
            onChange={(e) => onChange({ reach: e.target.value as Form['reach'] })}
          >
            <option value="workspace">{t('admin.thisWorkspace')}</option>
            <option value="platform">{t('admin.everyWorkspaceUsesPlatformsApp')}</option>
          </Select>
        </Labelled>
      )}
    </>
  );
}

async function register(provider: string, bot_token: string, workspace: string) {
  const { endpoint } = await call(
    'setupWebhook',
    { provider, fields: { bot_token } },
    { workspace },
  );
  return { endpoint, secret: null, verify_token: null };
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <p className="mb-1 text-xs font-medium">{label}</p>
      {children}
    </div>
  );
}
