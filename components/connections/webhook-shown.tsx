'use client';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';

/** An address and its signing secret, for the one time the secret can be shown. */
export function WebhookShown({ url, secret }: { url: string; secret: string }) {
  return (
    <div className="space-y-4">
      <Copyable label="Address" value={url} />
      <Copyable label="Signing secret" value={secret} />
      <p className="text-muted text-xs text-pretty">
        Copy the secret now: it is stored encrypted and not shown again. Sign as{' '}
        <a
          href="https://www.standardwebhooks.com"
          target="_blank"
          rel="noreferrer"
          className="text-accent-ink hover:underline"
        >
          Standard Webhooks
          <span className="sr-only"> (new tab)</span>
        </a>{' '}
        describes; libraries for most languages do it in one line.
      </p>
    </div>
  );
}

function Copyable({ label, value }: { label: string; value: string }) {
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
        <CopyButton text={value} label={`Copy the ${label.toLowerCase()}`} className="h-9">
          Copy
        </CopyButton>
      </div>
    </div>
  );
}
