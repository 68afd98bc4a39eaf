import * as z from 'zod';
import { Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** A named group of connections. */
export const Collection = z.object({
  id: z.string(),
  name: z.string(),
  /** How many connections are in it; those that are disconnected do not count. */
  connections: z.int(),
  created_at: Timestamp,
});
export type Collection = z.infer<typeof Collection>;

/** Lower-case letters, digits and hyphens. */
const CollectionId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/);
const shared = { tag: 'Collections', surface: 'connections' } as const;

export const listCollections = defineOperation({
  ...shared,
  id: 'listCollections',
  method: 'GET',
  path: '/api/platform/v1/collections',
  summary: 'List the collections, by name',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ collections: z.array(Collection) }),
});

export const createCollection = defineOperation({
  ...shared,
  id: 'createCollection',
  method: 'POST',
  path: '/api/platform/v1/collections',
  summary: 'Make a collection',
  scope: 'connections:write',
  audit: { event: 'collection.created', target: { output: 'collection' } },
  idempotency: 'not_idempotent',
  errors: ['collection_exists'],
  input: z.strictObject({
    name: z.string().trim().min(1).max(120),
    /** Made from the name unless said. */
    id: CollectionId.optional(),
  }),
  output: z.object({ collection: Collection }),
});

export const deleteCollection = defineOperation({
  ...shared,
  id: 'deleteCollection',
  method: 'DELETE',
  path: '/api/platform/v1/collections/{id}',
  summary: 'Delete a collection that is empty',
  scope: 'connections:delete',
  audit: { event: 'collection.deleted', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'collection' },
  errors: ['collection_not_empty'],
  input: z.strictObject({ id: z.string().min(1).max(120) }),
  output: z.object({ id: z.string(), deleted: z.literal(true) }),
});
