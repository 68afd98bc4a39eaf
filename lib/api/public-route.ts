import type * as z from 'zod';
import { problemResponse } from '@/lib/api/problem';
import { bodyOf } from '@/lib/api/route';
import { DomainError } from '@/lib/contract/errors';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
type Handler = (request: Request) => Promise<Response>;

/**
 * One method of an endpoint beside the contract: what it answers (as JSON), and the status of
 * success (200 unless said).
 */
interface Answer {
  status?: number;
  run: (request: Request) => Promise<unknown>;
}

/**
 * The methods of one endpoint that is not an operation (set-up, invitations, the account). Errors
 * and other methods are problem documents.
 */
export function publicRoute(answers: Partial<Record<Method, Answer>>): Record<Method, Handler> {
  const allow = METHODS.filter((method) => answers[method]).join(', ');
  return Object.fromEntries(
    METHODS.map((method) => [
      method,
      async (request: Request) => {
        try {
          const answer = answers[method];
          if (!answer)
            throw new DomainError('method_not_allowed', { detail: `This path takes ${allow}.` });
          return Response.json(await answer.run(request), {
            status: answer.status ?? 200,
            headers: { 'cache-control': 'private, no-store' },
          });
        } catch (error) {
          return problemResponse(error, undefined, answers[method] ? {} : { allow });
        }
      },
    ]),
  ) as Record<Method, Handler>;
}

/** The body of a request by a schema. Throws `invalid_request` with every field that is wrong. */
export async function parseBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await bodyOf(request));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  throw new DomainError('invalid_request', { detail: errors[0]!.message, errors });
}
