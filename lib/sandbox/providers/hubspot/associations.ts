import { isKind, KINDS, sizesFor } from '@/lib/sandbox/data/hubspot';
import type { KindName } from '@/lib/sandbox/data/hubspot';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import { placeAfter } from '@/lib/sandbox/kit/collection';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused } from '@/lib/sandbox/kit/refusal';

/**
 * Which kinds hang on which, and HubSpot's numbers of the two directions (developers.hubspot.com,
 * “Association type ID values”). Every record of the first belongs to one of the second.
 */
const PAIRS: readonly [many: KindName, one: KindName, there: number, back: number][] = [
  ['contacts', 'companies', 279, 280],
  ['deals', 'companies', 341, 342],
  ['deals', 'contacts', 3, 4],
  ['tickets', 'companies', 339, 340],
  ['tickets', 'contacts', 16, 15],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['meetings', 'contacts', 200, 199],
  ['meetings', 'companies', 188, 187],
  ['notes', 'contacts', 202, 201],
  ['notes', 'companies', 190, 189],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['emails', 'contacts', 198, 197],
  ['emails', 'companies', 186, 185],
];

interface Associated {
  ids: string[];
  type_id: number;
  type: string;
}

/** The live records of a kind that a record is associated with. */
export function associated(
  account: string,
  from: KindName,
  item: Item,
  to: KindName,
  world: World,
): Associated {
  const type = `${KINDS[from].singular}_to_${KINDS[to].singular}`;
  const live = world.collection(account, to)!.live();
  const forth = PAIRS.find(([many, one]) => many === from && one === to);
  if (forth) {
    const n = item.n % Math.max(1, sizesFor(account)[to]);
    const target = live[placeAfter(live, n - 1)];
    return { ids: target?.n === n ? [target.id] : [], type_id: forth[2], type };
  }
  const back = PAIRS.find(([many, one]) => many === to && one === from);
  const size = Math.max(1, sizesFor(account)[from]);
  const ids = back ? live.filter(({ n }) => n % size === item.n).map(({ id }) => id) : [];
  return { ids, type_id: back?.[3] ?? 0, type };
}

const written = ({ ids, type_id }: Associated) =>
  ids.map((id) => ({
    toObjectId: Number(id),
    associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: type_id, label: null }],
  }));

/** API v4: the associations of one record, paged by place. */
export function associationsOf(
  account: string,
  from: KindName,
  item: Item,
  to: KindName,
  { limit, after }: { limit: number; after: string | null },
  world: World,
): Reply {
  const all = written(associated(account, from, item, to, world));
  const start = Number(after ?? 0);
  const more = start + limit < all.length;
  return json(200, {
    results: all.slice(start, start + limit),
    ...(more ? { paging: { next: { after: String(start + limit) } } } : {}),
  });
}

/** API v4: the associations of many records; 207 when some of them have none or do not exist. */
export function batchOfAssociations(
  account: string,
  from: KindName,
  to: KindName,
  ids: readonly string[],
  world: World,
): Reply {
  const collection = world.collection(account, from)!;
  const found = ids.map((id) => {
    const item = collection.get(id);
    const live = item?.deleted === null ? item : null;
    return { id, to: live ? written(associated(account, from, live, to, world)) : [] };
  });
  const results = found.filter((one) => one.to.length > 0);
  const none = found.filter((one) => one.to.length === 0).map(({ id }) => id);
  const at = new Date(world.now()).toISOString();
  return json(none.length > 0 ? 207 : 200, {
    status: 'COMPLETE',
    results: results.map((one) => ({ from: { id: one.id }, to: one.to })),
    ...(none.length > 0
      ? { numErrors: none.length, errors: none.map((id) => noneOf(id, to)) }
      : {}),
    startedAt: at,
    completedAt: at,
  });
}

const noneOf = (id: string, to: KindName) => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
  message: `No ${to} is associated with ${id}.`,
  context: { fromObjectId: [id] },
});

/** Object types have three names: `contacts`, `contact` and `0-1`. */
export function kindOf(name: string): KindName {
  const asked = name.toLowerCase();
  const found = Object.keys(KINDS).find(
    (kind) => isKind(kind) && [kind, KINDS[kind].singular, KINDS[kind].type_id].includes(asked),
  );
  if (found && isKind(found)) return found;
  throw new Refused({
    status: 404,
    why: 'not_found',
    message: `Unable to infer object type from: ${name}`,
  });
}
