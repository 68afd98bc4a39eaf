import { at, listAt, text } from '@/lib/connectors/kit/path';
import type { Json } from '@/lib/contract/common';

/**
 * What an answer says once, beside its list, and the items of the list name by key (X:
 * `includes.media`, named by `attachments.media_keys`). Each item gets what it names.
 */
export interface Join {
  /** Path in an item: the keys it names, a list or a single one. */
  keys: string;
  /** Path in the body: the list of what is named. */
  from: string;
  /** Path in an entry of that list: its key. */
  key: string;
  /** The field of the item that then holds the entries, in the order of its keys. */
  into: string;
}

/**
 * The items with what they name of the same answer. One that names nothing stays as it is; a key the
 * answer does not explain is left out. Pure: neither the body nor the items are changed.
 */
export function joined(
  body: Json,
  items: readonly Json[],
  joins: readonly Join[] = [],
): readonly Json[] {
  return joins.reduce((all, join) => joinOne(body, all, join), items);
}

function joinOne(body: Json, items: readonly Json[], join: Join): readonly Json[] {
  const known = new Map(
    listAt(body, join.from).flatMap((entry) => {
      const key = text(entry, join.key);
      return key === null ? [] : [[key, entry] as const];
    }),
  );
  return items.map((item) => {
    const found = [at(item, join.keys)]
      .flat()
      .flatMap((key) => known.get(text(key ?? null, '') ?? '') ?? []);
    if (found.length === 0 || item === null || typeof item !== 'object' || Array.isArray(item))
      return item;
    return { ...item, [join.into]: found };
  });
}
