import type * as z from 'zod';
import { invalid } from '@/lib/api/invalid';
import { HANDLERS, type Service } from '@/lib/api/handlers';
import { OPERATIONS, type AnyOperation, type OperationId, type Operations } from '@/lib/contract';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import { isOpenTo } from '@/lib/contract/operation';
import type { Actor, Principal } from '@/lib/contract/principal';

/**
 * The one way to run an operation: permission, input, service, output. Every surface goes through
 * here. What it changed, the service tells of in the change's own transaction, in the name of the
 * actor it is given. Throws DomainError; anything else that is thrown is a bug.
 */
export async function execute<Id extends OperationId>(
  id: Id,
  principal: Principal,
  raw: unknown,
  request: { id: string; unchanged?: Actor['unchanged'] },
): Promise<z.output<Operations[Id]['output']>> {
  const op = OPERATIONS[id] as unknown as AnyOperation;
  authorize(op, principal);
  const input = parseInput(op, raw);
  const service = HANDLERS[id] as unknown as Service<OperationId>;
  const actor: Actor = {
    ...principal,
    request_id: request.id,
    ...(request.unchanged ? { unchanged: request.unchanged } : {}),
  };
  const result: unknown = await service(actor, input as never);
  return op.output.parse(result) as z.output<Operations[Id]['output']>;
}

/**
 * Throws unless the workspace lets the principal do this much on the operation's surface
 * (unknown_path, surface_read_only) and it has the operation's scope (insufficient_scope, forbidden).
 */
export function authorize(op: AnyOperation, principal: Principal): void {
  assertOpen(op, principal);
  if (op.scope === null || principal.scopes.includes(op.scope)) return;
  if (principal.kind === 'api_key')
    throw new DomainError('insufficient_scope', {
      detail: `This needs the scope ${op.scope}. The key has: ${principal.scopes.join(', ') || 'none'}.`,
    });
  throw new DomainError('forbidden', { detail: `Your role does not include ${op.scope}.` });
}

/**
 * The gate of the surface. What is hidden is not there: it is answered as an address is that never
 * was, whatever was asked for.
 */
export function assertOpen(
  op: Pick<AnyOperation, 'surface' | 'level' | 'method'>,
  { access }: Pick<Principal, 'access'>,
): void {
  if (isOpenTo(op, access)) return;
  if (access.connections === 'hidden') throw new DomainError('unknown_path');
  throw new DomainError('surface_read_only', { detail: 'Your access to Connections is Read.' });
}

function parseInput(op: AnyOperation, raw: unknown): unknown {
  const unstorable = findUnstorable(raw);
  if (unstorable !== null && Object.hasOwn(op.not_found, unstorable))
    throw missing(op.not_found[unstorable]!);
  if (unstorable !== null)
    throw new DomainError('invalid_request', {
      detail: `${unstorable}: This holds a character that is not text.`,
      errors: [{ path: unstorable, message: 'Leave out NUL and broken Unicode.' }],
    });
  const parsed = op.input.safeParse(raw);
  if (parsed.success) return parsed.data;
  // An id that cannot be one names nothing: the same answer as for one that does not exist.
  for (const issue of parsed.error.issues) {
    const thing = op.not_found[String(issue.path[0] ?? '')];
    if (thing) throw missing(thing);
  }
  throw invalid(parsed.error);
}

/** The top field that holds text PostgreSQL cannot store (NUL, half a surrogate pair), or null. */
function findUnstorable(input: unknown): string | null {
  const bad = (value: unknown): boolean => {
    if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed();
    return (
      value !== null &&
      typeof value === 'object' &&
      Object.entries(value).some(([key, inner]) => bad(key) || bad(inner))
    );
  };
  return (
    Object.entries(input as Record<string, unknown>).find(([, value]) => bad(value))?.[0] ?? null
  );
}
