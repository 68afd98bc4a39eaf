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

/**
 * One page of a listing that shows the newest first. The cursor is where the last record given
 * stands; `next` is null on the last page.
 */
export function newestFirst(
  all: readonly Item[],
  { limit, cursor }: { limit: number; cursor: string | null },
): { items: readonly Item[]; next: string | null } {
  const [before, n] = cursor === null ? [Infinity, 0] : cursor.split('-').map(Number);
  const left = all
    .filter((item) => item.created < before! || (item.created === before && item.n < n!))
    .sort((a, b) => b.created - a.created || b.n - a.n);
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && left.length > limit ? `${last.created}-${last.n}` : null };
}
