import { TRPCError } from '@trpc/server';
import { toProblem } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';
import { codeOf } from '@/lib/dialects/trpc/words';

/**
 * Anything that was thrown as an error of tRPC: a refusal in its words, and of everything else
 * nothing but that it failed.
 */
export function asTrpcError(error: unknown, request_id: string): TRPCError {
  const cause = error instanceof TRPCError ? error.cause : error;
  if (error instanceof TRPCError && !hidesRefusal(error)) return error;
  const problem = toProblem(cause, request_id);
  return new TRPCError({ code: codeOf(problem.code), message: problem.detail });
}

/** tRPC wraps what a procedure throws; its own refusals, of an input for example, stay. */
const hidesRefusal = ({ code, cause }: TRPCError): boolean =>
  cause instanceof DomainError || code === 'INTERNAL_SERVER_ERROR';
