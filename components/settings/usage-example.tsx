'use client';
import { useSyncExternalStore } from 'react';
import { Card, CardHeader } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';

const never = () => () => undefined;

/** A request that works as it stands, once a key is put in. */
export function UsageExample({ apiKey = 'inlet_sk_live_…' }: { apiKey?: string }) {
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
        title="Use a key"
        hint="Every operation a key may call is listed at /api/platform/v1/operations."
      >
        <CopyButton text={curl} label="Copy the example" />
      </CardHeader>
      <pre
        role="region"
        aria-label="Example request"
        tabIndex={0}
        className="bg-sunken text-2xs overflow-x-auto p-4 font-mono leading-5 focus-visible:outline-offset-[-2px]"
      >
        {curl}
      </pre>
    </Card>
  );
}
