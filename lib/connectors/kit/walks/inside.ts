import { LATER, type Page, type Walk } from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

/** An item on the work list, and the walk inside that put it there. */
type Waiting = { of: string; item: Json };

/**
 * What a walk made of others has from them: the streams all of them start from, the way back for
 * what was not ready, and the longest time any of them waits for it.
 */
export function fromInside(
  walks: Readonly<Record<string, Walk>>,
): Pick<Walk, 'parents' | 'again' | 'later_days'> {
  const all = Object.values(walks);
  const parents = [...new Set(all.flatMap((walk) => walk.parents ?? []))];
  const days = all.flatMap((walk) => walk.later_days ?? []);
  return {
    ...(parents.length > 0 ? { parents } : {}),
    ...(days.length > 0 ? { later_days: Math.max(...days) } : {}),
    ...(all.some((walk) => walk.again)
      ? {
          // A walk that is not there any more leaves its items to the end of their time.
          again: async (waiting, world) => {
            const { of, item } = waiting as Waiting;
            const walk = walks[of];
            return walk?.again ? walk.again(item, world) : LATER;
          },
        }
      : {}),
  };
}

/** A page of the walk `of`, with what it puts off marked as its own. */
export const pageFrom = (of: string, page: Page): Page =>
  page.later
    ? {
        ...page,
        later: page.later.map(({ id, item }) => ({ id, item: { of, item } satisfies Waiting })),
      }
    : page;
