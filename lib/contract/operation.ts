import type * as z from 'zod';
import { ROUTES, type OperationId } from '@/lib/contract/routes';

/** Scopes an API key can hold. A session holds what its role allows. */
export const SCOPES = [
  'connections:read',
  'connections:write',
  'connections:delete',
  'members:read',
  'members:write',
  'api_keys:read',
  'api_keys:write',
  'platform:read',
  'platform:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * What the audit trail records for an operation: an event name, or a reason why nothing is
 * recorded.
 */
export type Audit = { event: string } | { none: string };

export interface Operation<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  id: OperationId;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path template with {placeholders}; each placeholder is a field of the input. */
  path: string;
  summary: string;
  tag: string;
  /** Null: any signed-in principal. */
  scope: Scope | null;
  audit: Audit;
  /** One flat strict object: path placeholders, then query (GET, DELETE) or body fields. */
  input: Input;
  output: Output;
  /** Status of success; 200 unless said. */
  status: number;
}

/**
 * Declares a public operation. REST, OpenAPI, /operations and the client are derived from the
 * value.
 */
export function defineOperation<
  const Id extends OperationId,
  I extends z.ZodType,
  O extends z.ZodType,
>(op: {
  id: Id;
  summary: string;
  tag: string;
  scope: Scope | null;
  audit: Audit;
  input: I;
  output: O;
  status?: number;
}): Operation<I, O> & { id: Id } {
  const [method, path] = ROUTES[op.id].split(' ') as [Operation['method'], string];
  return { ...op, method, path, status: op.status ?? 200 };
}
