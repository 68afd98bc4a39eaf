import type { Answer, RequestSpec } from '@/lib/connectors/kit/request';
import { at as valueAt, text } from '@/lib/connectors/kit/path';
import {
  BrokenPaging,
  listOf,
  type Page,
  type StreamContext,
  type Walk,
  type World,
} from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

/** What a page of a search asks for. */
export interface SearchAt extends StreamContext {
  /** Change times from here on, epoch milliseconds; null: from the beginning. */
  from_ms: number | null;
  /** Change times up to here, inclusive; null: open. */
  to_ms: number | null;
  /** Only ids beyond this one; null: all. */
  beyond: string | null;
  /** The provider's page token; null: first page. */
  after: string | null;
  size: number;
}

export interface SearchOf {
  /** Sorted by id, ascending. */
  request: (at: SearchAt) => RequestSpec;
  records: string;
  id: string;
  /** Path of the page token, and of the number of results of the query. */
  token: string;
  total: string;
  page_size: number;
  /** A query shows no more results than this. */
  max_results: number;
}

type Order = 'number' | 'text' | null;

/** By id: pages of one query, begun anew beyond the last id before it would show no more. */
type ById = {
  by: 'id';
  beyond: string | null;
  after: string | null;
  /** Places of this query that were walked past, delivered or not. */
  walked: number;
  total: number | null;
  /** What the query must still have, by the one before it. */
  expected: number | null;
  last: string | null;
  order: Order;
};
/** By time: windows so narrow that a query shows all of one. Trusts no order and no comparison. */
type ByTime = {
  by: 'time';
  from_ms: number;
  to_ms: number | null;
  after: string | null;
  walked: number;
  total: number | null;
  again: number;
};
type Place = ById | ByTime;

/** A window in which records keep moving is begun anew this often before it is made narrower. */
const WINDOW_AGAIN = 3;

const BEGIN: ById = {
  by: 'id',
  beyond: null,
  after: null,
  walked: 0,
  total: null,
  expected: null,
  last: null,
  order: null,
};

/**
 * A search that shows only so many results. Pages of one query, sorted by id; near the limit it is
 * begun anew beyond the last id. Whether the provider compares ids as numbers or as text need not
 * be known: order and totals are checked against what was read, and where they disagree the walk
 * says so and goes over to windows of time. Nothing is skipped in silence.
 */
export function search(of: SearchOf): Walk {
  return {
    async *read(from, world) {
      let place: Place | null = (from as Place | null) ?? BEGIN;
      while (place) {
        const step: Step =
          place.by === 'id' ? await stepById(of, place, world) : await stepByTime(of, place, world);
        place = step.next;
        if (step.page) yield { ...step.page, position: place };
      }
    },
  };
}

interface Step {
  /** Null: what was read is not to be kept. */
  page: Omit<Page, 'position'> | null;
  next: Place | null;
}

async function stepById(of: SearchOf, place: ById, world: World): Promise<Step> {
  const { answer, records, total, token } = await ask(of, world, {
    from_ms: sinceMs(world),
    to_ms: null,
    beyond: place.beyond,
    after: place.after,
  });
  const known = place.total ?? place.expected;
  // Something that was before this page is gone, and everything moved up by it: the page may lack
  // what moved past its beginning.
  if (place.after !== null && total !== null && known !== null && total < known)
    return { page: null, next: anewBeyond(place, total) };
  const order = orderOf(records, of.id, place);
  if (order === 'none' || (place.after === null && total !== null && total < (place.expected ?? 0)))
    return { page: warned('ids are not in the order they are compared by'), next: windows(world) };

  const walked = place.walked + of.page_size;
  const last = lastId(records, of.id) ?? place.last;
  const page = pageOf(answer, records, total);
  const read: ById = { ...place, after: token, walked, total, last, order };
  if (token === null) {
    const whole = total === null || walked >= total;
    return whole
      ? { page, next: null }
      : { page: { ...page, ...warned('the search ended before its total') }, next: windows(world) };
  }
  if (walked + of.page_size <= of.max_results) return { page, next: read };
  return last === place.beyond || last === null
    ? { page, next: windows(world) }
    : { page, next: anewBeyond(read, total) };
}

async function stepByTime(of: SearchOf, place: ByTime, world: World): Promise<Step> {
  const { answer, records, total, token } = await ask(of, world, {
    ...place,
    beyond: null,
  });
  const anew = { ...place, after: null, walked: 0, total: null };
  if (total === null)
    throw new BrokenPaging(
      'The search does not say how many results it has; it cannot be checked.',
    );
  if (total > of.max_results) {
    const end = place.to_ms ?? clockOf(answer);
    if (end <= place.from_ms)
      throw new BrokenPaging(
        `${total} records have the same change time, more than a search shows, ` +
          'and their ids are not in an order to go on by.',
      );
    return {
      page: null,
      next: { ...anew, again: 0, to_ms: Math.floor((place.from_ms + end) / 2) },
    };
  }
  const moved = place.total !== null && total < place.total;
  if (moved && place.again < WINDOW_AGAIN)
    return { page: null, next: { ...anew, again: place.again + 1 } };
  const page = pageOf(answer, records, null);
  const walked = place.walked + of.page_size;
  if (token !== null) return { page, next: { ...place, after: token, walked, total } };
  if (moved || walked < total)
    throw new BrokenPaging('The search shows fewer results than it says it has.');
  const next: ByTime | null =
    place.to_ms === null ? null : { ...anew, again: 0, from_ms: place.to_ms + 1, to_ms: null };
  return { page, next };
}

async function ask(
  of: SearchOf,
  world: World,
  at: Omit<SearchAt, keyof StreamContext | 'size'>,
): Promise<{
  answer: Answer;
  records: readonly Json[];
  total: number | null;
  token: string | null;
}> {
  const answer = await world.ask(of.request({ ...world.context, ...at, size: of.page_size }), {
    list: of.records,
  });
  const total = valueAt(answer.body, of.total);
  return {
    answer,
    records: listOf(answer, of.records),
    total: typeof total === 'number' && Number.isFinite(total) ? total : null,
    token: text(answer.body, of.token),
  };
}

const anewBeyond = (place: ById, total: number | null): ById => ({
  ...place,
  beyond: place.last,
  after: null,
  walked: 0,
  total: null,
  expected: total === null ? null : Math.max(0, total - place.walked),
});

const windows = (world: World): ByTime => ({
  by: 'time',
  from_ms: sinceMs(world) ?? 0,
  to_ms: null,
  after: null,
  walked: 0,
  total: null,
  again: 0,
});

const warned = (warning: string): Omit<Page, 'position'> => ({ items: [], warning });

const pageOf = (
  answer: Answer,
  items: readonly Json[],
  total: number | null,
): Omit<Page, 'position'> => ({
  items,
  answer,
  ...(total === null ? {} : { total: { records: total, counts: 'all' as const } }),
});

const sinceMs = ({ since }: World): number | null => (since === null ? null : Date.parse(since));

const lastId = (records: readonly Json[], path: string): string | null =>
  text(records.at(-1), path);

/** The provider's clock; ours where it does not say, which here only decides where to halve. */
const clockOf = (answer: Answer): number => {
  const said = Date.parse(answer.headers.date ?? '');
  return Number.isFinite(said) ? said + 1_000 : Date.now();
};

/** How the ids ascend, as far as they show it; 'none' when they do not, or not as they did before. */
function orderOf(records: readonly Json[], path: string, place: ById): Order | 'none' {
  let order = place.order;
  let before = place.last;
  for (const record of records) {
    const id = text(record, path);
    if (id === null) continue;
    if (before !== null && before !== id) {
      const asText = before < id;
      const asNumber = isDecimal(before) && isDecimal(id) && BigInt(before) < BigInt(id);
      if (!asText && !asNumber) return 'none';
      if (asText !== asNumber) {
        const shown: Order = asNumber ? 'number' : 'text';
        if (order !== null && order !== shown) return 'none';
        order = shown;
      }
    }
    before = id;
  }
  return order;
}

const isDecimal = (id: string): boolean => /^\d+$/.test(id);
