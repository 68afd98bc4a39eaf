'use client';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { Card, CardHeader } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';

const never = () => () => undefined;

/** A request that works as it stands, once a key is put in. */
export function UsageExample({ apiKey = 'inlet_sk_live_…' }: { apiKey?: string }) {
  const t = useTranslations();
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => 'http://localhost:3000',
  );
  const curl = `curl ${origin}/api/platform/v1/connections \\\n  -H "X-API-Key: ${apiKey}"`;
  return (
    <Card aria-labelledby="usage" className="overflow-hidden">
      <CardHeader
        id="usage"
        title={t('settings.useKey')}
        hint={t('settings.everyOperationKeyMayCall')}
      >
        <CopyButton text={curl} label={t('settings.copyExample')} />
      </CardHeader>
      <pre
        role="region"
        aria-label={t('settings.exampleRequest')}
        tabIndex={0}
        className="bg-sunken text-2xs overflow-x-auto p-4 font-mono leading-5 focus-visible:outline-offset-[-2px]"
      >
        {curl}
      </pre>
    </Card>
  );
}
