import { inOrder } from '@/lib/connectors/kit/walks/in-order';
import {
  Gone,
  LATER,
  NotReady,
  type Expanded,
  type Later,
  type Page,
  type Walk,
  type World,
} from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

export interface DetailOf {
  /** The walk whose items are expanded: usually a listing of ids. */
  listing: Walk;
  /** Id of the record an item of the listing stands for. */
  id: (item: Json) => string;
  /**
   * The whole record; may ask often (a tree of blocks). Null: it is gone. LATER: not ready yet.
   * What `ask` rejects as NotReady or Gone means the same.
   */
  expand: (item: Json, world: World) => Promise<Expanded>;
  /** So many items are expanded at a time. */
  width: number;
  /** How long something that is not ready stays on the work list before it is given up. */
  later_days?: number;
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
    again: (item, world) => expanded(of, item, world),
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
  const work = async (item: Json): Promise<{ item: Json; got: Expanded }> => ({
    item,
    got: await expanded(of, item, world),
  });
  for await (const { item, got } of inOrder(left, of.width, work)) {
    if (got === LATER) piece.later.push({ id: of.id(item), item });
    else if (got === null) piece.gone.push(of.id(item));
    else piece.items.push(got);
    taken += 1;
    if (taken % of.width !== 0 || taken === left.length) continue;
    yield {
      ...piece,
      answer: page.answer,
      position: { at, after: of.id(item) } satisfies Place,
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

async function expanded(of: DetailOf, item: Json, world: World): Promise<Expanded> {
  try {
    return await of.expand(item, world);
  } catch (error) {
    if (error instanceof NotReady) return LATER;
    if (error instanceof Gone) return null;
    throw error;
  }
}
