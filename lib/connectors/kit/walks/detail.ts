import { inOrder } from '@/lib/connectors/kit/walks/in-order';
import {
  Gone,
  LATER,
  NotReady,
  type Expanded,
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

/** A listing whose records are fetched one by one, side by side within the rate budget. */
export function detail(of: DetailOf): Walk {
  const again = (item: Json, world: World) => expanded(of, item, world);
  return {
    again,
    later_days: of.later_days ?? LATER_DAYS,
    ...(of.listing.parents === undefined ? {} : { parents: of.listing.parents }),
    async *read(from, world): AsyncGenerator<Page> {
      for await (const page of of.listing.read(from, world)) {
        const items: Json[] = [];
        const gone = [...(page.gone ?? [])];
        const later = [...(page.later ?? [])];
        const work = async (item: Json): Promise<{ item: Json; got: Expanded }> => ({
          item,
          got: await again(item, world),
        });
        for await (const { item, got } of inOrder(page.items, of.width, work)) {
          if (got === LATER) later.push({ id: of.id(item), item });
          else if (got === null) gone.push(of.id(item));
          else items.push(got);
        }
        yield { ...page, items, gone, later };
      }
    },
  };
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
