import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { GuideDoc, GUIDES } from '@/app/docs/guides';
import { KeyProvider, YourKey } from '@/app/docs/key';
import { OperationDoc } from '@/app/docs/operation';
import { callAsSession } from '@/lib/api/page';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';

export const metadata: Metadata = { title: 'API' };

/** The workspace of whoever is signed in; null: nobody is. */
async function signedInWorkspace(): Promise<string | null> {
  try {
    return (await callAsSession(null, 'getSession', {})).workspace.slug;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** Where whoever reads has reached us. */
async function originOf(): Promise<string> {
  const asked = await headers();
  const host = asked.get('x-forwarded-host') ?? asked.get('host') ?? 'localhost:3000';
  return `${asked.get('x-forwarded-proto')?.split(',')[0] ?? 'http'}://${host}`;
}

/** The documentation of the API, from the operations themselves. */
export default async function Page() {
  const [workspace, origin] = await Promise.all([signedInWorkspace(), originOf()]);
  const groups = Map.groupBy(Object.values(OPERATIONS) as AnyOperation[], (op) => op.tag);
  return (
    <KeyProvider>
      <h1 className="text-xl tracking-tight">The API</h1>
      <p className="text-muted mt-2 max-w-prose text-sm">
        Send a key in <code>X-API-Key</code> or <code>Authorization: Bearer</code>. Every answer is
        JSON; a refusal has a code with a page of its own.
      </p>
      <YourKey workspace={workspace} />
      <nav aria-label="On this page" className="mt-8 grid gap-4 text-xs sm:grid-cols-3">
        <Contents title="Guides" links={GUIDES.map(({ id, title }) => ({ id, text: title }))} />
        {[...groups].map(([tag, operations]) => (
          <Contents
            key={tag}
            title={tag}
            links={operations.map(({ id, summary }) => ({ id, text: summary }))}
          />
        ))}
      </nav>
      <h2 className="mt-10 mb-3 text-lg tracking-tight">Guides</h2>
      {GUIDES.map((guide) => (
        <GuideDoc key={guide.id} guide={guide} origin={origin} />
      ))}
      {[...groups].map(([tag, operations]) => (
        <div key={tag}>
          <h2 className="mt-10 mb-3 text-lg tracking-tight">{tag}</h2>
          {operations.map((op) => (
            <OperationDoc key={op.id} op={op} origin={origin} />
          ))}
        </div>
      ))}
    </KeyProvider>
  );
}

function Contents({ title, links }: { title: string; links: { id: string; text: string }[] }) {
  return (
    <div>
      <h2 className="font-medium">{title}</h2>
      <ul className="mt-1 space-y-1">
        {links.map(({ id, text }) => (
          <li key={id}>
            <a href={`#${id}`} className="text-muted hover:text-ink">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
