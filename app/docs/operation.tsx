import Link from 'next/link';
import { Code } from '@/app/docs/key';
import type { AnyOperation } from '@/lib/contract';
import { examplesOf } from '@/lib/contract/examples';
import { curlOf, typescriptOf } from '@/lib/contract/examples/snippets';
import { COMMON_ERRORS, errorsOf } from '@/lib/contract/operation';

/** One operation: what it does, a call of it in two languages, and what comes back. */
export function OperationDoc({ op, origin }: { op: AnyOperation; origin: string }) {
  const common: readonly string[] = COMMON_ERRORS;
  const errors = errorsOf(op).filter((code) => !common.includes(code));
  return (
    <section id={op.id} aria-labelledby={`${op.id}-title`} className="border-line border-t py-8">
      <h3 id={`${op.id}-title`} className="text-base font-medium">
        {op.summary}
      </h3>
      <p className="mt-1 font-mono text-xs break-all">
        <strong>{op.method}</strong> {op.path}
      </p>
      <p className="text-muted mt-1 text-xs">
        {op.scope ? (
          <>
            Needs the scope <code>{op.scope}</code>.
          </>
        ) : (
          'For whoever is signed in or has a key.'
        )}{' '}
        Answers {op.status}.
      </p>
      {examplesOf(op).map((example) => (
        <div key={example.summary} className="mt-4 grid gap-3">
          <h4 className="text-sm">{example.summary}</h4>
          <Code
            label="curl"
            about={example.summary}
            code={curlOf(op, origin, example.input as Record<string, unknown>)}
          />
          <Code
            label="TypeScript"
            about={example.summary}
            code={typescriptOf(op, origin, example.input as Record<string, unknown>)}
          />
          <Code
            label="Answer"
            about={example.summary}
            code={JSON.stringify(example.output, null, 2)}
          />
        </div>
      ))}
      {errors.length > 0 ? (
        <p className="mt-3 text-xs">
          May refuse with{' '}
          {errors.map((code, i) => (
            <span key={code}>
              {i > 0 ? ', ' : ''}
              <Link href={`/docs/errors/${code}`} className="text-accent-ink font-mono">
                {code}
              </Link>
            </span>
          ))}
          .
        </p>
      ) : null}
    </section>
  );
}
