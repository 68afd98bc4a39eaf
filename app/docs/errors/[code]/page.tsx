import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';
import { COMMON_ERRORS, errorsOf } from '@/lib/contract/operation';

type Params = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: (await params).code };
}

/** One code: what it means, what to do, and which operations may refuse with it. */
export default async function Page({ params }: Params) {
  const { code } = await params;
  if (!Object.hasOwn(ERRORS, code)) notFound();
  const { status, title, fix } = ERRORS[code as ErrorCode];
  const everywhere = (COMMON_ERRORS as readonly string[]).includes(code);
  const operations = (Object.values(OPERATIONS) as AnyOperation[]).filter((op) =>
    errorsOf(op).includes(code as ErrorCode),
  );
  return (
    <article className="max-w-prose">
      <p className="text-muted text-xs">
        HTTP {status} · <code>{code}</code>
      </p>
      <h1 className="mt-1 text-xl tracking-tight">{title}</h1>
      <h2 className="mt-8 text-sm font-medium">What to do</h2>
      <p className="mt-1 text-sm">{fix}</p>
      <h2 className="mt-8 text-sm font-medium">Who answers it</h2>
      {everywhere || operations.length === 0 ? (
        <p className="mt-1 text-sm">
          {everywhere ? 'Any operation may.' : 'An endpoint beside the operations.'}
        </p>
      ) : (
        <ul className="mt-2 space-y-1">
          {operations.map((op) => (
            <li key={op.id} className="font-mono text-xs break-all">
              {op.method} {op.path}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
