import { randomInt } from 'node:crypto';
import type * as z from 'zod';
import type {
  createCollection as createOperation,
  deleteCollection as deleteOperation,
  listCollections as listOperation,
} from '@/lib/contract/collections';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import {
  collectionExists,
  dropCollection,
  insertCollection,
  lockCollection,
  readCollections,
  type CollectionRow,
} from '@/lib/connections/repository-collections';
import { emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { transaction } from '@/lib/platform/db';

type Of<T extends { output: z.ZodType }> = z.output<T['output']>;

/** Throws unknown_collection when a request names a collection the workspace does not have. */
export async function assertCollection(
  { workspace }: Principal,
  id: string | null | undefined,
): Promise<void> {
  if (!id || (await collectionExists(workspace.id, id))) return;
  throw new DomainError('unknown_collection', { detail: `There is no collection "${id}".` });
}

/** Every collection of the workspace, by name. */
export async function listCollections({ workspace }: Principal): Promise<Of<typeof listOperation>> {
  return { collections: (await readCollections(workspace.id)).map(shown) };
}

/** Makes a collection. Throws collection_exists when its id is taken. */
export async function createCollection(
  actor: Actor,
  { name, id = idOf(name) }: z.output<typeof createOperation.input>,
): Promise<Of<typeof createOperation>> {
  const row = await transaction(async (tx) => {
    const made = await insertCollection(tx, actor.workspace.id, { id, name });
    if (made) await emit(tx, actor, { event: 'collection.created', id, data: { name } });
    return made;
  });
  if (!row)
    throw new DomainError('collection_exists', {
      detail: `There is a collection "${id}" already.`,
    });
  return { collection: shown(row) };
}

/** Deletes an empty collection. Throws collection_not_empty. */
export async function deleteCollection(
  actor: Actor,
  { id }: z.output<typeof deleteOperation.input>,
): Promise<Of<typeof deleteOperation>> {
  await transaction(async (tx) => {
    const connections = await lockCollection(tx, actor.workspace.id, id);
    if (connections === null) throw missing('collection');
    if (connections > 0)
      throw new DomainError('collection_not_empty', {
        detail: `It has ${connections} connection${connections === 1 ? '' : 's'}.`,
      });
    await dropCollection(tx, actor.workspace.id, id);
    await emit(tx, actor, { event: 'collection.deleted', id });
  });
  return { id, deleted: true };
}

const shown = ({ created_at, ...rest }: CollectionRow) => ({
  ...rest,
  created_at: iso(created_at),
});

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const SUFFIX = 6;

/** A readable id from a name, with an ending so that the same name twice makes two. */
function idOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  const ending = Array.from({ length: SUFFIX }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return words === '' ? ending : `${words}-${ending}`;
}
