import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';

/** invalid_request for what a schema found, naming every field that is wrong. */
export function invalid({ issues }: z.ZodError): DomainError {
  const errors = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key].join('.'),
          message: 'There is no such field.',
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
  return new DomainError('invalid_request', {
    detail: `${errors[0]!.path ? `${errors[0]!.path}: ` : ''}${errors[0]!.message}`,
    errors,
  });
}
