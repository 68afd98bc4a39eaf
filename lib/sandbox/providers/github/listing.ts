import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { World } from '@/lib/sandbox/kit/world';

export interface Choice {
  per_page: number;
  page: number;
  direction?: 'asc' | 'desc';
  sort?: string;
  state?: 'open' | 'closed' | 'all';
  since?: number | null;
}
export interface Shown {
  item: Item;
  body: Record<string, unknown>;
}

const second = (ms: number): number => Math.floor(ms / 1_000);

/** Sorted and chosen as asked; `since` is inclusive, and what is new shows when the index has it. */
export function listed(call: Call, all: readonly Shown[], choice: Choice, world: World): Reply {
  const { sort, direction, state, since = null } = choice;
  const by = sort === 'updated' ? 'updated' : 'created';
  const sign = direction === 'asc' ? 1 : -1;
  const shown = all
    .filter(({ item, body }) => {
      if (state && state !== 'all' && body.state !== state) return false;
      if (by === 'updated' && item.updated > world.now() - world.lag_ms()) return false;
      return since === null || second(item.updated) >= second(since);
    })
    .toSorted((a, b) => sign * (a.item[by] - b.item[by] || a.item.n - b.item.n));
  return paged(
    call,
    shown.map(({ body }) => body),
    choice,
  );
}

/** Pages by number, the next one and the last in the Link header. */
export function paged(
  call: Call,
  all: readonly object[],
  { per_page, page }: Pick<Choice, 'per_page' | 'page'>,
): Reply {
  const last = Math.max(1, Math.ceil(all.length / per_page));
  const link = (number: number, rel: string) => {
    const url = new URL(`https://api.github.com${call.path}?${call.query.toString()}`);
    url.searchParams.set('page', String(number));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  const items = all.slice((page - 1) * per_page, page * per_page);
  return json(200, items, links.length > 0 ? { link: links.join(', ') } : {});
}
