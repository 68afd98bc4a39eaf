import { properties, sizesOf } from '@/lib/sandbox/data/hubspot';
import type { Kind } from '@/lib/sandbox/data/hubspot';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';

interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  highValue?: string;
}
interface Sort {
  propertyName: string;
  direction?: string;
}

const MAX_GROUPS = 5;
const MAX_FILTERS = 10;

const indexes = new WeakMap<Collection, { version: number; items: readonly Item[] }>();
const answers = new WeakMap<Collection, { version: number; key: string; hits: readonly Item[] }>();

/**
 * What a search finds, in order, archived records included; or the sentence with which HubSpot
 * refuses it.
 */
export function findRecords(
  collection: Collection,
  kind: Kind,
  account: string,
  body: Record<string, unknown>,
): readonly Item[] | string {
  const groups = (Array.isArray(body.filterGroups) ? body.filterGroups : []) as {
    filters?: Filter[];
  }[];
  const sorts = (Array.isArray(body.sorts) ? body.sorts : []) as Sort[];
  if (groups.length > MAX_GROUPS || groups.some((g) => (g?.filters ?? []).length > MAX_FILTERS))
    return 'Too many filters';
  const known = properties(kind, SAMPLE, account, sizesOf(account)!);
  for (const filter of groups.flatMap((g) => g?.filters ?? [])) {
    if (!(filter.propertyName in known))
      return `There was a problem with the request. Property "${filter.propertyName}" does not exist`;
    if (!(filter.operator in OPERATORS)) return `Operator ${filter.operator} is not supported here`;
  }

  // The pages of one search come one after the other: what was found last is kept.
  const key = JSON.stringify([groups, sorts]);
  const version = collection.version();
  const last = answers.get(collection);
  if (last?.key === key && last.version === version) return last.hits;
  const value = valueReader(kind, account);
  const hits = index(collection).filter(
    (item) =>
      groups.length === 0 ||
      groups.some((g) =>
        (g.filters ?? []).every((f) => OPERATORS[f.operator]!(value(item, f.propertyName), f)),
      ),
  );
  const by = sorts[0]?.propertyName ?? 'createdate';
  const sign = sorts[0]?.direction === 'DESCENDING' ? -1 : 1;
  // The index is in this order already.
  if (by !== 'hs_object_id' || sign < 0)
    hits.sort(
      (a, b) =>
        sign * compareText(value(a, by) ?? '', value(b, by) ?? '') || compareText(a.id, b.id),
    );
  answers.set(collection, { version, key, hits });
  return hits;
}

/** Everything search knows of, archived records too, in text order of the id. */
function index(collection: Collection): readonly Item[] {
  const version = collection.version();
  let found = indexes.get(collection);
  if (found?.version !== version)
    indexes.set(
      collection,
      (found = {
        version,
        items: [...collection.live(), ...collection.deleted()].sort((a, b) =>
          compareText(a.id, b.id),
        ),
      }),
    );
  return found.items;
}

const SAMPLE: Item = { id: '1', n: 0, rev: 0, created: 0, updated: 0, deleted: null, kept: null };
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/**
 * Dates are compared as instants, whichever way they are written; everything else, hs_object_id
 * too, as text.
 */
const comparable = (text: string) =>
  /^\d{4}-\d\d-\d\dT/.test(text) ? String(Date.parse(text)) : text;
const order = (value: string | null, against: string | undefined) =>
  value === null || against === undefined ? null : compareText(value, comparable(String(against)));
const OPERATORS: Record<string, (value: string | null, filter: Filter) => boolean> = {
  EQ: (value, f) => order(value, f.value) === 0,
  NEQ: (value, f) => order(value, f.value) !== 0,
  GT: (value, f) => (order(value, f.value) ?? 0) > 0,
  GTE: (value, f) => (order(value, f.value) ?? -1) >= 0,
  LT: (value, f) => (order(value, f.value) ?? 0) < 0,
  LTE: (value, f) => (order(value, f.value) ?? 1) <= 0,
  BETWEEN: (value, f) =>
    (order(value, f.value) ?? -1) >= 0 && (order(value, f.highValue) ?? 1) <= 0,
  HAS_PROPERTY: (value) => value !== null,
  NOT_HAS_PROPERTY: (value) => value === null,
};

function valueReader(kind: Kind, account: string): (item: Item, name: string) => string | null {
  const sizes = sizesOf(account)!;
  return (item, name) => {
    // The two that incremental reads filter by, without making the whole record.
    if (name === 'hs_object_id') return item.id;
    if (name === kind.modified) return String(item.updated);
    const value = properties(kind, item, account, sizes)[name] ?? null;
    return value === null ? null : comparable(value);
  };
}
