import type * as z from 'zod';
import { authenticate, isAdmin } from '@/lib/access/service';
import { budgetHeaders } from '@/lib/api/budget-headers';
import { originHeaders } from '@/lib/api/cors';
import { assertOpen, execute } from '@/lib/api/execute';
import type { OperationId, Operations } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import type { Level } from '@/lib/contract/surfaces';
import { env } from '@/lib/platform/env';
import { RateLimited, takeRequest } from '@/lib/requests/service';

/** Who asks over another API, and the operations of the contract in their name. */
export interface Caller {
  principal: Principal;
  /** Our own address, without a slash at its end. */
  origin: string;
  /** Runs an operation as REST would. Throws DomainError. */
  execute: <Id extends OperationId>(
    id: Id,
    input: z.input<Operations[Id]['input']>,
  ) => Promise<z.output<Operations[Id]['output']>>;
  /** Throws unknown_path or surface_read_only unless the caller may do this much with connections. */
  mustReach: (level: Level) => void;
  /** Throws forbidden unless the caller administers the workspace. */
  mustBeAdmin: () => void;
}

/**
 * Who sends a request, counted against the limits of key and workspace. `headers` is filled with
 * what every answer to them carries, a refusal too. Throws DomainError.
 */
export async function callerOf(
  request: Request,
  request_id: string,
  headers: Record<string, string>,
): Promise<Caller> {
  Object.assign(headers, { vary: 'Origin', 'x-request-id': request_id });
  let principal: Principal | null = null;
  try {
    principal = await authenticate(request);
    Object.assign(headers, budgetHeaders(await takeRequest(principal)));
  } catch (error) {
    if (error instanceof RateLimited) Object.assign(headers, budgetHeaders(error.budgets));
    throw error;
  } finally {
    Object.assign(headers, await originHeaders(request, principal));
  }
  return asCaller(principal, request_id);
}

const asCaller = (principal: Principal, request_id: string): Caller => ({
  principal,
  origin: env().PUBLIC_URL.replace(/\/+$/, ''),
  execute: (id, input) => execute(id, principal, input, { id: request_id }),
  mustReach: (level) => assertOpen({ surface: 'connections', method: 'GET', level }, principal),
  mustBeAdmin: () => {
    if (!isAdmin(principal))
      throw new DomainError('forbidden', { detail: 'This is for admins of the workspace.' });
  },
});
