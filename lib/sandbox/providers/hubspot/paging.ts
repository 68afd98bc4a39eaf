import { jsonOf } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Collection, Item } from '@/lib/sandbox/kit/collection';
import { pageOf } from '@/lib/sandbox/kit/paging';
import { text, truth, whole } from '@/lib/sandbox/kit/params';

export const paging = (max: number, usual: number) => ({
  limit: whole(1, max, usual),
  after: text(/^-?\d+$/, 'not a paging cursor'),
  archived: truth(false),
});
export interface Paging {
  limit: number;
  after: string | null;
  archived: boolean;
}

/** One page of a listing; `link` asks the same again from where it ends. */
export function paged(
  call: Call,
  collection: Collection,
  { limit, after, archived }: Paging,
  write: (item: Item) => Buffer,
  keep?: (item: Item) => boolean,
): Reply {
  const all = archived ? collection.deleted() : collection.live();
  const { items, next } = pageOf(keep ? all.filter(keep) : all, { limit, cursor: after });
  const paging = next === null ? '' : `,"paging":${JSON.stringify({ next: linkTo(call, next) })}`;
  return jsonOf('{"results":[', items.map(write), `]${paging}}`);
}

function linkTo(call: Call, after: string): { after: string; link: string } {
  const query = new URLSearchParams(call.query);
  query.set('after', after);
  return { after, link: `https://${call.host}${call.path}?${query}` };
}
