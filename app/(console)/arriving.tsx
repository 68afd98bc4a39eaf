import { headers } from 'next/headers';
import { Suspense, type ReactNode } from 'react';
import { NONCE_HEADER } from '@/lib/web/policy';

/**
 * A page on its way. Whoever walks to it from another sees its outline meanwhile. Whoever opens it
 * is sent it whole: React holds back what replaces an outline for 300 ms, longer than a read takes.
 */
export async function Arriving({ outline, children }: { outline: ReactNode; children: ReactNode }) {
  const opened = (await headers()).has(NONCE_HEADER); // only documents have a policy of their own
  return opened ? children : <Suspense fallback={outline}>{children}</Suspense>;
}
