import { placeAfter } from '@/lib/sandbox/kit/collection';
import type { Item } from '@/lib/sandbox/kit/collection';

/**
 * One page of a listing. The cursor is the place of the last record given, so that changes
 * meanwhile shift nothing; `next` is null on the last page.
 */
export function pageOf(
  all: readonly Item[],
  { limit, cursor }: { limit: number; cursor: string | null },
): { items: readonly Item[]; next: string | null } {
  const from = cursor === null ? 0 : placeAfter(all, Number(cursor));
  const items = all.slice(from, from + limit);
  const more = from + limit < all.length && items.length > 0;
  return { items, next: more ? String(items.at(-1)!.n) : null };
}
