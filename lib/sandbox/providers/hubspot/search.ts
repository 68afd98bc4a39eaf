import { KINDS, properties, propertyTypes, sizesFor } from '@/lib/sandbox/data/hubspot';
import type { KindName } from '@/lib/sandbox/data/hubspot';
import type { Kind } from '@/lib/sandbox/data/hubspot-kind';
import { jsonOf } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import { list, text, value, whole } from '@/lib/sandbox/kit/params';
import type { World } from '@/lib/sandbox/kit/world';
import {
  compare,
  filtersOf,
  readerOf,
  refuseSearch,
  testOf,
  tokensOf,
} from '@/lib/sandbox/providers/hubspot/filters';
import { writerOf } from '@/lib/sandbox/providers/hubspot/objects';

const REACH = 10_000;

export const SEARCH_BODY = {
  filterGroups: value(),
  filters: value(),
  sorts: value(),
  query: text(/^.{0,3000}$/s, 'must be at most 3000 characters'),
  properties: list(),
  limit: whole(1, 200, 10),
  after: text(/^\d*$/, 'not a paging cursor'),
};
interface Search {
  filterGroups: unknown;
  filters: unknown;
  sorts: unknown;
  query: string | null;
  properties: readonly string[] | null;
  limit: number;
  after: string | null;
}

/**
 * Search covers an index that still holds archived records; they take their place in a page and are
 * left out of it.
 */
export function search(
  call: Call,
  account: string,
  kind: KindName,
  body: Search,
  world: World,
): Reply {
  const after = Number(body.after ?? 0);
  if (after >= REACH) refuseSearch(`Paging through more than ${REACH} results is not supported`);
  const write = writerOf(account, kind, { properties: body.properties }, world);
  const found = findRecords(account, kind, body, world);
  const lag = world.lag_ms();
  const indexed = lag > 0 ? found.filter((item) => item.updated <= call.now - lag) : found;
  const page = indexed.slice(after, after + body.limit);
  const more = after + body.limit < indexed.length;
  return jsonOf(
    `{"total":${indexed.length},"results":[`,
    page.filter((item) => item.deleted === null).map(write),
    `]${more ? `,"paging":{"next":{"after":"${after + body.limit}"}}` : ''}}`,
  );
}

const answers = new WeakMap<Collection, { key: string; hits: readonly Item[] }>();

/** What a search finds, in order, archived records included. */
function findRecords(account: string, name: KindName, body: Search, world: World): readonly Item[] {
  const kind = KINDS[name];
  const types = propertyTypes(kind);
  const known = (property: string) =>
    types.get(property) ??
    refuseSearch(`There was a problem with the request. Property "${property}" does not exist`);
  const groups = filtersOf(body.filterGroups, body.filters);
  const sort = sortOf(body.sorts);
  for (const { propertyName } of [...groups.flat(), { propertyName: sort.by }]) known(propertyName);

  const collection = world.collection(account, name)!;
  const [order, comparison] = [world.mode('id_sort'), world.mode('id_compare')].map((mode) =>
    mode === 'number' ? 'number' : 'text',
  ) as ['text' | 'number', 'text' | 'number'];
  // The pages of one search come one after the other: what was found last is kept.
  const key = JSON.stringify([collection.version(), groups, sort, body.query, order, comparison]);
  const last = answers.get(collection);
  if (last?.key === key) return last.hits;

  const read = valueReader(kind, account);
  const tests = groups.map((group) =>
    group.map((filter) => ({
      property: filter.propertyName,
      test: testOf(filter, readerOf(known(filter.propertyName), comparison)),
    })),
  );
  const fits = (item: Item) =>
    tests.some((group) => group.every(({ property, test }) => test(read(item, property))));
  const words = tokensOf(body.query ?? '');
  const hits = indexOf(collection).filter(
    (item) =>
      (groups.length === 0 || fits(item)) &&
      (words.length === 0 || mentions(name, words, (property) => read(item, property))),
  );
  // The index is in the text order of ids already.
  if (sort.by !== 'hs_object_id' || sort.sign < 0 || order === 'number')
    sortBy(hits, (item) => read(item, sort.by), sort.sign, readerOf(known(sort.by), order));
  answers.set(collection, { key, hits });
  return hits;
}

const indexes = new WeakMap<Collection, { version: number; items: readonly Item[] }>();
/** Everything search knows of, archived records too, in text order of the id. */
function indexOf(collection: Collection): readonly Item[] {
  const version = collection.version();
  let found = indexes.get(collection);
  if (found?.version !== version) {
    const all = [...collection.live(), ...collection.deleted()];
    found = { version, items: all.sort((a, b) => compare(a.id, b.id)) };
    indexes.set(collection, found);
  }
  return found.items;
}

interface Sort {
  by: string;
  sign: 1 | -1;
}
/** `"createdate"`, `"-createdate"` or `{ propertyName, direction }`; one, and oldest first if none. */
function sortOf(sorts: unknown): Sort {
  if (sorts === undefined || sorts === null) return { by: 'createdate', sign: 1 };
  if (!Array.isArray(sorts) || sorts.length > 1) return refuseSearch('sorts must be a list of one');
  const [sort] = sorts as unknown[];
  if (sort === undefined) return { by: 'createdate', sign: 1 };
  if (typeof sort === 'string')
    return sort.startsWith('-') ? { by: sort.slice(1), sign: -1 } : { by: sort, sign: 1 };
  const {
    propertyName,
    direction = 'ASCENDING',
    ...more
  } = (sort ?? {}) as Record<string, unknown>;
  if (typeof propertyName !== 'string' || Object.keys(more).length > 0)
    return refuseSearch('A sort holds propertyName and direction');
  if (direction !== 'ASCENDING' && direction !== 'DESCENDING')
    return refuseSearch('direction must be ASCENDING or DESCENDING');
  return { by: propertyName, sign: direction === 'DESCENDING' ? -1 : 1 };
}

function sortBy(
  hits: Item[],
  read: (item: Item) => string | null,
  sign: number,
  reader: (text: string) => string | number | null,
): void {
  const keys = new Map(
    hits.map((item) => {
      const value = read(item);
      return [item, value === null ? null : reader(value)];
    }),
  );
  hits.sort((a, b) => {
    const [x, y] = [keys.get(a)!, keys.get(b)!];
    // Records without a value come first, as the smallest.
    const byValue =
      x === null || y === null ? Number(x !== null) - Number(y !== null) : compare(x, y);
    return sign * byValue || compare(a.id, b.id);
  });
}

/** What `query` looks into. */
const SEARCHED: Readonly<Record<KindName, readonly string[]>> = {
  contacts: ['firstname', 'lastname', 'email', 'phone', 'company'],
  companies: ['name', 'domain', 'website', 'phone'],
  deals: ['dealname', 'pipeline', 'dealstage'],
  tickets: ['subject', 'content', 'hs_ticket_category'],
  calls: ['hs_call_title', 'hs_call_body'],
  meetings: ['hs_meeting_title'],
  notes: ['hs_note_body'],
  tasks: ['hs_task_subject', 'hs_task_body'],
  emails: ['hs_email_subject'],
};

/** Whether every word begins one of the record's words. */
function mentions(
  kind: KindName,
  words: readonly string[],
  read: (property: string) => string | null,
): boolean {
  const tokens = SEARCHED[kind].flatMap((property) => tokensOf(read(property) ?? ''));
  return words.every((word) => tokens.some((token) => token.startsWith(word)));
}

function valueReader(kind: Kind, account: string): (item: Item, name: string) => string | null {
  const sizes = sizesFor(account);
  return (item, name) => {
    // The two that incremental reads filter by, without making the whole record.
    if (name === 'hs_object_id') return item.id;
    if (name === kind.modified) return String(item.updated);
    return properties(kind, item, account, sizes)[name] ?? null;
  };
}
