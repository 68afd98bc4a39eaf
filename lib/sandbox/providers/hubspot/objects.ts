import { KINDS, properties, propertyTypes, sizesFor } from '@/lib/sandbox/data/hubspot';
import type { KindName } from '@/lib/sandbox/data/hubspot';
import type { Kind, Properties } from '@/lib/sandbox/data/hubspot-kind';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';
import { portalId } from '@/lib/sandbox/providers/hubspot/account';
import { associated, kindOf } from '@/lib/sandbox/providers/hubspot/associations';
import { paged } from '@/lib/sandbox/providers/hubspot/paging';
import type { Paging } from '@/lib/sandbox/providers/hubspot/paging';

type Words = readonly string[] | null;
/** What an answer is to hold of each record. */
export interface Shape {
  properties?: Words;
  propertiesWithHistory?: Words;
  associations?: Words;
}

/** Asking for the history of properties halves the page. */
const MAX_WITH_HISTORY = 50;

export function list(
  call: Call,
  account: string,
  kind: KindName,
  query: Paging & Shape,
  world: World,
): Reply {
  if (query.propertiesWithHistory && query.limit > MAX_WITH_HISTORY)
    refuseParameter(
      'limit',
      String(query.limit),
      `must be at most ${MAX_WITH_HISTORY} with history`,
    );
  const write = writerOf(account, kind, query, world);
  return paged(call, world.collection(account, kind)!, query, write);
}

/** One record by its id, or by the value of a property that is unique. */
export function get(
  account: string,
  kind: KindName,
  id: string,
  query: Shape & { archived: boolean; idProperty: string | null },
  world: World,
): Reply {
  const item = find(account, kind, id, query.idProperty, world);
  if (!item || (item.deleted !== null) !== query.archived)
    throw new Refused({
      status: 404,
      why: 'not_found',
      message: `Object not found.  objectId=${id}`,
    });
  const body = writerOf(account, kind, query, world)(item);
  return { ...json(200, null), body: Buffer.from(body) };
}

/** Up to a hundred records by id; 207 when some of them do not exist. */
export function batch(
  account: string,
  kind: KindName,
  ids: readonly string[],
  asked: Shape & { archived: boolean; idProperty: string | null },
  world: World,
): Reply {
  const write = writerOf(account, kind, asked, world);
  const found = ids.map((id) => find(account, kind, id, asked.idProperty, world));
  const fits = (item: Item | undefined) => item && (item.deleted !== null) === asked.archived;
  const missing = ids.filter((_, i) => !fits(found[i]));
  const at = new Date(world.now()).toISOString();
  const results = found.flatMap((item) =>
    item && fits(item) ? [JSON.parse(String(write(item))) as unknown] : [],
  );
  return json(missing.length > 0 ? 207 : 200, {
    status: 'COMPLETE',
    results,
    ...(missing.length > 0 ? { numErrors: 1, errors: [notFound(missing)] } : {}),
    startedAt: at,
    completedAt: at,
  });
}

const notFound = (ids: readonly string[]) => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message:
    'Could not get some objects, they may be deleted or not exist. Check that ids are valid.',
  context: { ids },
});

/** The only properties that are unique by themselves. */
const UNIQUE: Partial<Record<KindName, string>> = { contacts: 'email', companies: 'domain' };

function find(
  account: string,
  kind: KindName,
  id: string,
  by: string | null,
  world: World,
): Item | undefined {
  const collection = world.collection(account, kind)!;
  if (by === null || by === 'hs_object_id') return collection.get(id);
  if (UNIQUE[kind] !== by) refuseParameter('idProperty', by, 'not a unique property');
  const all = [...collection.live(), ...collection.deleted()];
  return all.find((item) => valuesOf(account, KINDS[kind], item)[by] === id);
}

const valuesOf = (account: string, kind: Kind, item: Item): Properties =>
  properties(kind, item, account, sizesFor(account));

/** The ids of a batch, each `{ "id": "…" }`. */
export function idsOf(inputs: unknown, max: number): string[] {
  const ids = (Array.isArray(inputs) ? inputs : []).map((input: unknown) => {
    const { id, ...more } = (input ?? {}) as { id?: unknown };
    const good = ['string', 'number'].includes(typeof id) && Object.keys(more).length === 0;
    return good ? String(id) : refuseParameter('inputs', JSON.stringify(input), 'must be { id }');
  });
  if (ids.length === 0 || ids.length > max)
    refuseParameter('inputs', String(ids.length), `must hold between 1 and ${max} ids`);
  return ids;
}

/** Refuses properties the kind does not have: a name with a typing error must not go unnoticed. */
function checkNames(kind: Kind, names: Words): void {
  const strange = names?.find((name) => !propertyTypes(kind).has(name));
  if (strange === undefined) return;
  throw new Refused({
    status: 400,
    why: 'not_found',
    message: `There was a problem with the request. Property "${strange}" does not exist`,
  });
}

/** The properties of an answer: those asked for (the usual ones if none), and those that always come. */
function namesOf(kind: Kind, asked: Words, item: Item): readonly string[] {
  const { usual, modified } = kind;
  const born = usual.includes('createdate') ? 'createdate' : 'hs_createdate';
  const merged = !asked && item.merged.length > 0 ? ['hs_merged_object_ids'] : [];
  return [...new Set([...(asked ?? usual), 'hs_object_id', born, modified, ...merged])];
}

/**
 * Writes records in the form that was asked for. The bytes are kept, because the same records are
 * asked for in the same form again and again.
 */
export function writerOf(
  account: string,
  name: KindName,
  { properties: asked = null, propertiesWithHistory: history = null, associations }: Shape,
  world: World,
): (item: Item) => Buffer {
  const kind = KINDS[name];
  checkNames(kind, asked);
  checkNames(kind, history);
  const kinds = associations?.map(kindOf) ?? [];
  const form = `${asked?.join() ?? ''} ${history?.join() ?? ''}`;
  return (item) => {
    if (kinds.length === 0 && item.kept?.form === form) return item.kept.bytes;
    const values = valuesOf(account, kind, item);
    const pick = (names: readonly string[]) =>
      names.map((one) => [one, values[one] ?? null] as const);
    const record = {
      id: item.id,
      properties: Object.fromEntries(pick(namesOf(kind, asked, item))),
      ...(history ? { propertiesWithHistory: historyOf(pick(history), item) } : {}),
      createdAt: new Date(item.created).toISOString(),
      updatedAt: new Date(item.updated).toISOString(),
      archived: item.deleted !== null,
      ...(item.deleted !== null ? { archivedAt: new Date(item.deleted).toISOString() } : {}),
      url: urlOf(account, kind, item),
      ...(kinds.length > 0 ? associationsIn(account, name, item, kinds, world) : {}),
    };
    const bytes = Buffer.from(JSON.stringify(record));
    if (kinds.length === 0) item.kept = { form, bytes };
    return bytes;
  };
}

const urlOf = (account: string, kind: Kind, item: Item) =>
  `https://app.hubspot.com/contacts/${portalId(account)}/record/${kind.type_id}/${item.id}`;

const historyOf = (values: readonly (readonly [string, string | null])[], item: Item) =>
  Object.fromEntries(
    values.map(([name, value]) => [
      name,
      [{ value, timestamp: new Date(item.updated).toISOString(), sourceType: 'CRM_UI' }],
    ]),
  );

/** Missing where a record has none. */
function associationsIn(
  account: string,
  from: KindName,
  item: Item,
  kinds: readonly KindName[],
  world: World,
) {
  const found = kinds
    .map((to) => [to, associated(account, from, item, to, world)] as const)
    .filter(([, { ids }]) => ids.length > 0)
    .map(([to, { ids, type }]) => [to, { results: ids.map((id) => ({ id, type })) }] as const);
  return found.length > 0 ? { associations: Object.fromEntries(found) } : {};
}
