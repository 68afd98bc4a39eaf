import * as z from 'zod';
import type { Caller } from '@/lib/api/caller';
import { defineForeign } from '@/lib/api/foreign';
import type { Collection as Canonical } from '@/lib/contract/collections';
import { missing } from '@/lib/contract/missing';
import { Collection } from '@/lib/dialects/source-connections/shapes';

const BASE = '/collections';
const shared = { tag: 'Collections' } as const;
const ById = z.strictObject({ readable_id: z.string().min(1).max(120) });

const collectionOf = ({ principal }: Caller, { id, name, created_at }: Canonical) => ({
  id,
  name,
  readable_id: id,
  organization_id: principal.workspace.id,
  created_at,
  modified_at: created_at,
});

/** A collection by its readable id. Throws unknown_collection. */
async function find(caller: Caller, readable_id: string): Promise<Canonical> {
  const { collections } = await caller.execute('listCollections', {});
  const found = collections.find(({ id }) => id === readable_id);
  if (!found) throw missing('collection');
  return found;
}

export const listCollections = defineForeign({
  ...shared,
  id: 'listCollections',
  method: 'GET',
  path: BASE,
  summary: 'List the collections',
  of: ['listCollections'],
  input: z.strictObject({
    skip: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  output: { 200: z.array(Collection) },
  answer: async (caller, { skip, limit }) => {
    const { collections } = await caller.execute('listCollections', {});
    const body = collections.slice(skip, skip + limit).map((one) => collectionOf(caller, one));
    return { body };
  },
});

export const createCollection = defineForeign({
  ...shared,
  id: 'createCollection',
  method: 'POST',
  path: BASE,
  summary: 'Create a collection',
  of: ['createCollection'],
  input: z.strictObject({
    name: z.string().trim().min(4).max(64),
    readable_id: z.string().min(1).max(120).nullish(),
  }),
  output: { 200: Collection },
  answer: async (caller, { name, readable_id }) => {
    const made = await caller.execute('createCollection', { name, id: readable_id ?? undefined });
    return { body: collectionOf(caller, made.collection) };
  },
});

export const getCollection = defineForeign({
  ...shared,
  id: 'getCollection',
  method: 'GET',
  path: `${BASE}/{readable_id}`,
  summary: 'Get a collection',
  of: ['listCollections'],
  input: ById,
  output: { 200: Collection },
  answer: async (caller, { readable_id }) => ({
    body: collectionOf(caller, await find(caller, readable_id)),
  }),
});

export const deleteCollection = defineForeign({
  ...shared,
  id: 'deleteCollection',
  method: 'DELETE',
  path: `${BASE}/{readable_id}`,
  summary: 'Delete a collection that is empty; answers what it was',
  of: ['listCollections', 'deleteCollection'],
  input: ById,
  output: { 200: Collection },
  answer: async (caller, { readable_id }) => {
    const found = await find(caller, readable_id);
    await caller.execute('deleteCollection', { id: readable_id });
    return { body: collectionOf(caller, found) };
  },
});
