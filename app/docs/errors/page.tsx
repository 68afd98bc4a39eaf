import type { Metadata } from 'next';
import Link from 'next/link';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';

export const metadata: Metadata = { title: 'Error codes' };

/** Every code the API may refuse with. */
export default function Page() {
  return (
    <>
      <h1 className="text-xl tracking-tight">Error codes</h1>
      <p className="text-muted mt-2 max-w-prose text-sm">
        A refused request answers <code>application/problem+json</code>. Match on <code>code</code>,
        which does not change; <code>type</code> leads to its page here.
      </p>
      <ul className="border-line mt-8 divide-y border-y">
        {(Object.keys(ERRORS) as ErrorCode[]).map((code) => (
          <li key={code} className="border-line grid gap-1 py-3 sm:grid-cols-[18rem_4rem_1fr]">
            <Link href={`/docs/errors/${code}`} className="text-accent-ink font-mono text-xs">
              {code}
            </Link>
            <span className="text-muted text-xs tabular-nums">{ERRORS[code].status}</span>
            <span className="text-sm">{ERRORS[code].title}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
