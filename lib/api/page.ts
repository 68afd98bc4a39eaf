import type * as z from 'zod';
import { sessionPrincipal } from '@/lib/access/service';
import { execute } from '@/lib/api/execute';
import type { Operations } from '@/lib/contract';
import type { OperationId } from '@/lib/contract';
import { newId } from '@/lib/platform/ids';

/**
 * Runs a read for the signed-in person, for pages that send data with the first paint. The same
 * path as REST. Throws DomainError.
 */
export async function callAsSession<Id extends OperationId>(
  slug: string | null,
  id: Id,
  input: z.input<Operations[Id]['input']>,
): Promise<z.output<Operations[Id]['output']>> {
  return execute(id, await sessionPrincipal(slug), input, { id: newId() });
}
