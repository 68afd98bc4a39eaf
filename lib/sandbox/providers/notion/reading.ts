import {
  blocksOf,
  dataSource,
  isOf,
  minute,
  page,
  placeOf,
  sourceOf,
} from '@/lib/sandbox/data/notion';
import type { Stream } from '@/lib/sandbox/data/notion';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { refuseParameter, Refused } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';
import { rowsOf } from '@/lib/sandbox/providers/notion/query';
import { shownPage, shownSource, storeOf } from '@/lib/sandbox/providers/notion/store';
import {
  notThere,
  writtenChildren,
  writtenDatabases,
  writtenPage,
  writtenSource,
} from '@/lib/sandbox/providers/notion/writes';

const TIMES = ['created_time', 'last_edited_time'] as const;
type Time = (typeof TIMES)[number];
export const REQUEST = '00000000-0000-4000-8000-000000000000';
/** How many rows a query yields; in the mode in which there are more than that. */
const QUERY = { whole: 10_000, short: 3 };

interface Choice {
  page_size: number;
  start_cursor: string | null;
}

export function problem(status: number, code: string, message: string): Reply {
  return json(status, { object: 'error', status, code, message, request_id: REQUEST });
}

const list = (results: readonly object[], next_cursor: string | null, more = {}): Reply =>
  json(200, {
    object: 'list',
    results,
    next_cursor,
    has_more: next_cursor !== null,
    ...more,
    request_id: REQUEST,
  });

/** A page of a listing; the cursor is the id of the first record that was not given. */
export function listed(
  all: readonly Item[],
  { page_size, start_cursor }: Choice,
  show: (item: Item) => object,
  more = {},
): Reply {
  const from = start_cursor === null ? 0 : all.findIndex(({ id }) => id === start_cursor);
  if (from < 0) refuseParameter('start_cursor', start_cursor ?? '', 'is not a valid cursor');
  const results = all.slice(from, from + page_size).map(show);
  const next = all[from + page_size]?.id ?? null;
  return list(results, next, next === null ? more : {});
}

const objectIn = (sent: unknown): Record<string, unknown> =>
  sent !== null && typeof sent === 'object' ? (sent as Record<string, unknown>) : {};
const timeOf = (time: Time, item: Item): number =>
  Date.parse(minute(time === 'created_time' ? item.created : item.updated));
const wrong = (message: string): Refused => new Refused({ status: 400, why: 'bad_body', message });

/** What the index shows: a change a while after it was made. */
const indexed = (world: World, all: readonly Item[]): Item[] =>
  all.filter((item) => item.updated <= world.now() - world.lag_ms());

const inOrder = (all: readonly Item[], time: Time, direction: unknown): Item[] => {
  const sign = direction === 'ascending' ? 1 : -1;
  return all.toSorted((a, b) => sign * (timeOf(time, a) - timeOf(time, b) || a.n - b.n));
};

export function search(
  who: Who,
  body: Choice & { query: string | null; filter: unknown; sort: unknown },
  world: World,
): Reply {
  const { property, value: wanted } = objectIn(body.filter);
  const { timestamp, direction } = objectIn(body.sort);
  const isKind = property === 'object' && (wanted === 'page' || wanted === 'data_source');
  if (body.filter !== undefined && !isKind)
    throw wrong('body.filter.value should be "page" or "data_source"');
  if (body.sort !== undefined && timestamp !== 'last_edited_time')
    throw wrong('body.sort.timestamp should be "last_edited_time"');
  const of = (stream: Stream) => world.collection(who.account, stream)!.live();
  const found = [
    ...(wanted === 'data_source' ? [] : [...of('pages'), ...of('rows')]),
    ...(wanted === 'page' ? [] : of('data_sources')),
  ];
  const words = (body.query ?? '').toLowerCase();
  const named = found.filter(
    (item) => words === '' || titleOf(shown(who, item, world)).includes(words),
  );
  const all = inOrder(indexed(world, named), 'last_edited_time', direction);
  return listed(all, body, (item) => shown(who, item, world));
}

export function found(who: Who, stream: Stream, id: string, world: World): Item {
  const item = world.collection(who.account, stream)!.get(id);
  if (item?.deleted === null) return item;
  throw new Refused({ status: 404, why: 'not_found', message: `Could not find ${id}.` });
}

export const shown = ({ account }: Who, item: Item, world: World): object =>
  isOf('data_sources', item.id)
    ? dataSource(account, item)
    : page(account, isOf('rows', item.id) ? 'rows' : 'pages', item, world.now());

export function query(
  who: Who,
  id: string,
  body: Choice & { filter: unknown; sorts: unknown; in_trash: unknown },
  world: World,
): Reply {
  const database = writtenSource(who, world, id);
  if (database) {
    if (database.in_trash) throw notThere(id);
    const store = storeOf(world, who.account);
    const all = rowsOf(store, database, body);
    return cut(
      all.slice(0, QUERY.whole).map((row) => shownPage(store, row) as { id: string }),
      body,
    );
  }
  found(who, 'data_sources', id, world);
  const filter = objectIn(body.filter);
  const by = TIMES.find((time) => time === filter.timestamp);
  if (body.filter !== undefined && !by) throw wrong('body.filter.timestamp should be a time');
  const { on_or_after } = objectIn(by && filter[by]);
  const [sort] = Array.isArray(body.sorts) ? (body.sorts as unknown[]) : [];
  const { timestamp, direction } = objectIn(sort);
  const order = TIMES.find((time) => time === timestamp) ?? 'created_time';
  const rows = world
    .collection(who.account, 'rows')!
    .live()
    .filter(({ n }) => sourceOf(who.account, n) === id)
    .filter(
      (item) => !by || timeOf(by, item) >= Date.parse(minute(Date.parse(String(on_or_after)))),
    );
  const seen = order === 'last_edited_time' ? indexed(world, rows) : rows;
  const all = inOrder(seen, order, direction);
  const most = world.mode('query') === 'short' ? QUERY.short : QUERY.whole;
  const request_status = { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' };
  const more = all.length > most ? { request_status } : {};
  return listed(all.slice(0, most), body, (item) => shown(who, item, world), more);
}

/** The page an id is of, or the block on one. */
function written(who: Who, id: string, world: World): { item: Item; place: readonly number[] } {
  const block = placeOf(id);
  const stream = block?.stream ?? (isOf('rows', id) ? 'rows' : 'pages');
  const item = found(who, stream, block?.page ?? id, world);
  return { item, place: block?.place ?? [] };
}

/** What was written into the account, by its id; undefined: it was generated, or there is none. */
export function writtenAt(who: Who, kind: 'pages' | 'data_sources', id: string, world: World) {
  if (kind === 'pages') return writtenPage(who, world, id);
  const found = writtenSource(who, world, id);
  return found && shownSource(found);
}

export function childrenOf(who: Who, id: string, world: World): object[] {
  const found = writtenChildren(who, world, id);
  if (found) return found;
  const { item, place } = written(who, id, world);
  const databases = place.length === 0 ? writtenDatabases(who, world, id) : [];
  return [...blocksOf(who.account, item, place), ...databases];
}

/** A page of a listing whose cursor is the id of the first that was not given. */
export function cut(
  all: readonly { id: string }[],
  { page_size, start_cursor }: Choice,
  more = {},
): Reply {
  const from = start_cursor ? all.findIndex(({ id }) => id === start_cursor) : 0;
  if (from < 0) refuseParameter('start_cursor', start_cursor ?? '', 'is not a valid cursor');
  return list(all.slice(from, from + page_size), all[from + page_size]?.id ?? null, more);
}

/** What is in a title, lower case. */
const titleOf = (shown: object): string =>
  (JSON.stringify(shown).match(/"plain_text":"[^"]*"/g) ?? []).join(' ').toLowerCase();
