import type * as z from 'zod';
import { jsonBody } from '@/lib/api/body';
import { methods, type Handler, type Method } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';
import { requestIdOf } from '@/lib/api/request-id';
import { DomainError } from '@/lib/contract/errors';

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
export const publicRoute = (answers: Partial<Record<Method, Answer>>) =>
  methods(
    Object.fromEntries(
      Object.entries(answers).map(([method, answer]) => [method, handlerOf(answer)]),
    ),
  );

const handlerOf =
  ({ run, status = 200 }: Answer): Handler =>
  async (request) => {
    try {
      return Response.json(await run(request), {
        status,
        headers: { 'cache-control': 'private, no-store', 'x-request-id': requestIdOf(request) },
      });
    } catch (error) {
      return problemResponse(error, { request });
    }
  };

/** The body of a request by a schema. Throws `invalid_request` with every field that is wrong. */
export async function parseBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await jsonBody(request));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  throw new DomainError('invalid_request', { detail: errors[0]!.message, errors });
}
