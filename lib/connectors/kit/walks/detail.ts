import { inOrder } from '@/lib/connectors/kit/walks/in-order';
import {
  Gone,
  LATER,
  NothingHere,
  NotReady,
  type Expanded,
  type Later,
  type Page,
  type Walk,
  type World,
} from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

export type DetailOf = Details & (OneByOne | Together);

interface Details {
  /** The walk whose items are expanded: usually a listing of ids. */
  listing: Walk;
  /** Id of the record an item of the listing stands for. */
  id: (item: Json) => string;
  /** So many calls are under way at a time. */
  width: number;
  /** How long something that is not ready stays on the work list before it is given up. */
  later_days?: number;
}

interface OneByOne {
  /**
   * The whole record; may ask often (a tree of blocks). Null: it is gone. LATER: not ready yet.
   * What `ask` rejects as NotReady or Gone means the same.
   */
  expand: (item: Json, world: World) => Promise<Expanded>;
}

/** Several items in one call, where the provider takes many ids and calls are dear. */
interface Together {
  /** So many ids a call takes. */
  most: number;
  /**
   * What became of each, in the order of the items. What the provider leaves out is LATER; so are
   * all of them when `ask` rejects as NothingHere or NotReady. Gone is one that was asked for alone.
   */
  expandAll: (items: readonly Json[], world: World) => Promise<readonly Expanded[]>;
}

/** Two weeks: a transcript that has not come by then will not come. */
const LATER_DAYS = 14;

type Place = {
  /** Where the page of the listing is. */
  at: Json | null;
  /** The item of it that was handed out last; null: none yet. */
  after: string | null;
};

/**
 * A listing whose records are fetched one by one, side by side within the rate budget. They are
 * handed out in pieces of `width`, so that a walk that is cut asks for few of them again.
 */
export function detail(of: DetailOf): Walk {
  return {
    again: async (item, world) => (await expanded(of, [item], world))[0] ?? null,
    later_days: of.later_days ?? LATER_DAYS,
    ...(of.listing.parents === undefined ? {} : { parents: of.listing.parents }),
    async *read(from, world): AsyncGenerator<Page> {
      let { at, after } = (from as Place | null) ?? { at: null, after: null };
      for await (const page of of.listing.read(at, world)) {
        yield* piecesOf(of, page, { at, after }, world);
        [at, after] = [page.position, null];
      }
    },
  };
}

/** What a page of the listing leads to. Only the last piece stands for the whole of the page. */
async function* piecesOf(
  of: DetailOf,
  page: Page,
  { at, after }: Place,
  world: World,
): AsyncGenerator<Page> {
  // An item that is not there any more: everything on the page is fetched again.
  const all = distinct(page.items, of.id);
  const left = all.slice(all.findIndex((item) => of.id(item) === after) + 1);
  const { items: _, gone = [], later = [], position, parent, ...rest } = page;
  let piece: Piece = { items: [], gone: [...gone], later: [...later] };
  let taken = 0;
  const calls = callsOf(of, left);
  const work = async (call: readonly Json[]): Promise<Expansion> => ({
    call,
    got: await expanded(of, call, world),
  });
  for await (const { call, got } of inOrder(calls, of.width, work)) {
    for (const [i, item] of call.entries()) {
      const one = got[i] ?? null;
      if (one === LATER) piece.later.push({ id: of.id(item), item });
      else if (one === null) piece.gone.push(of.id(item));
      else piece.items.push(one);
    }
    taken += 1;
    if (taken % of.width !== 0 || taken === calls.length) continue;
    yield {
      ...piece,
      answer: page.answer,
      position: { at, after: of.id(call.at(-1)!) } satisfies Place,
      ...(parent ? { parent: { ...parent, whole: false } } : {}),
    };
    piece = { items: [], gone: [], later: [] };
  }
  yield {
    ...rest,
    ...piece,
    position: position === null ? null : ({ at: position, after: null } satisfies Place),
    ...(parent ? { parent } : {}),
  };
}

/** What a page names twice (two changes of one record) is fetched once. */
function distinct(items: readonly Json[], idOf: DetailOf['id']): readonly Json[] {
  const met = new Set<string>();
  return items.filter((item) => {
    const id = idOf(item);
    const known = id !== '' && met.has(id);
    met.add(id);
    return !known;
  });
}

interface Piece {
  items: Json[];
  gone: string[];
  later: Later[];
}

/** What a call was about, and what became of each of it. */
interface Expansion {
  call: readonly Json[];
  got: readonly Expanded[];
}

/** The items in portions of as many as a call takes. */
function callsOf(of: DetailOf, items: readonly Json[]): (readonly Json[])[] {
  const most = 'most' in of ? of.most : 1;
  return Array.from({ length: Math.ceil(items.length / most) }, (_, i) =>
    items.slice(i * most, (i + 1) * most),
  );
}

async function expanded(
  of: DetailOf,
  items: readonly Json[],
  world: World,
): Promise<readonly Expanded[]> {
  try {
    return 'most' in of ? await of.expandAll(items, world) : [await of.expand(items[0]!, world)];
  } catch (error) {
    if (error instanceof NotReady) return items.map(() => LATER);
    if (error instanceof NothingHere && 'most' in of) return items.map(() => LATER);
    // Of several it is not said which.
    if (error instanceof Gone && items.length === 1) return [null];
    throw error;
  }
}
