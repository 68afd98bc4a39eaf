import * as z from 'zod';
import { Id, Name, Timestamp } from '@/lib/contract/common';
import { defineOperation, SCOPES } from '@/lib/contract/operation';

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  last4: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_by: Id.nullable(),
  created_by_name: z.string().nullable(),
  created_at: Timestamp,
  expires_at: Timestamp.nullable(),
  last_used_at: Timestamp.nullable(),
  revoked_at: Timestamp.nullable(),
  /** Kept to these connections and connector types; none named: to none. */
  connection_ids: z.array(Id),
  connector_types: z.array(z.string()),
  /** The key this one was made to take the place of. */
  replaces: Id.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const listApiKeys = defineOperation({
  id: 'listApiKeys',
  method: 'GET',
  path: '/api/platform/v1/api-keys',
  tag: 'Access',
  surface: 'api_keys',
  summary: 'List API keys, never their secrets',
  scope: 'api_keys:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ api_keys: z.array(ApiKey) }),
});
export const createApiKey = defineOperation({
  id: 'createApiKey',
  method: 'POST',
  path: '/api/platform/v1/api-keys',
  tag: 'Access',
  surface: 'api_keys',
  summary: 'Create an API key; the key is in this answer and nowhere else',
  scope: 'api_keys:write',
  audit: { event: 'api_key.created', target: { output: 'api_key' } },
  idempotency: 'not_idempotent',
  status: 201,
  /**
   * expires_in_days null: never expires. connection_ids, connector_types: keeps the key to these; such
   * a key holds scopes of connections alone.
   */
  input: z.strictObject({
    name: Name,
    scopes: z.array(z.enum(SCOPES)).min(1),
    expires_in_days: z.int().min(1).max(3650).nullable().default(90),
    connection_ids: z.array(Id).max(100).default([]),
    connector_types: z.array(z.string().min(1).max(60)).max(100).default([]),
  }),
  output: z.object({ api_key: ApiKey, key: z.string() }),
});
export const rotateApiKey = defineOperation({
  id: 'rotateApiKey',
  method: 'POST',
  path: '/api/platform/v1/api-keys/{id}/rotate',
  tag: 'Access',
  surface: 'api_keys',
  summary: 'Make a successor of an API key; both work until the old one ends',
  scope: 'api_keys:write',
  audit: { event: 'api_key.rotated', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'api_key' },
  errors: ['api_key_ended', 'api_key_replaced'],
  status: 201,
  /** overlap_hours: how long the old key goes on working; 0 ends it at once. */
  input: z.strictObject({ id: Id, overlap_hours: z.int().min(0).max(720).default(24) }),
  output: z.object({ api_key: ApiKey, key: z.string(), replaced: ApiKey }),
});
export const revokeApiKey = defineOperation({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api/platform/v1/api-keys/{id}',
  tag: 'Access',
  surface: 'api_keys',
  summary: 'Revoke an API key',
  scope: 'api_keys:write',
  audit: { event: 'api_key.revoked', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'api_key' },
  input: z.strictObject({ id: Id }),
  output: z.object({ revoked: z.literal(true), id: Id }),
});
