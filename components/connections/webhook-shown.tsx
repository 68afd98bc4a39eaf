'use client';
import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { inSentence } from '@/lib/client/words';

/** An address and its signing secret, for the one time the secret can be shown. */
export function WebhookShown({ url, secret }: { url: string; secret: string }) {
  const t = useTranslations();
  return (
    <div className="space-y-4">
      <Copyable label={t('connections.address')} value={url} />
      <Copyable label={t('connections.signingSecret')} value={secret} />
      <p className="text-muted text-xs text-pretty">
        {t.rich('connections.copySecretNowStoredEncrypted', {
          link: () => (
            <a
              href="https://www.standardwebhooks.com"
              target="_blank"
              rel="noreferrer"
              className="text-accent-ink hover:underline"
            >
              {t('connections.standardWebhooks')}
              <span className="sr-only"> {t('connections.newTab')}</span>
            </a>
          ),
        })}
      </p>
    </div>
  );
}

function Copyable({ label, value }: { label: string; value: string }) {
  const t = useTranslations();
  return (
    <div>
      <p className="mb-1 text-xs font-medium">{label}</p>
      <div className="flex gap-2">
        <Input
          readOnly
          aria-label={label}
          value={value}
          onFocus={(e) => e.target.select()}
          className="font-mono"
        />
        <CopyButton
          text={value}
          label={t('connections.copyLabel', { label: inSentence(label, t) })}
          className="h-9"
        >
          {t('connections.copy')}
        </CopyButton>
      </div>
    </div>
  );
}
