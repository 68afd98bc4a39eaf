import type { Block, Piece, Rest } from '@/lib/mirror/notion/block';
import type { Anchor } from '@/lib/mirror/notion/api';
import { chunksOf } from '@/lib/mirror/notion/chunks';

/** What is asked of Notion to put blocks somewhere. Both answer the ids of blocks in their order. */
export interface Hand {
  /** Puts blocks into a page or block, and answers those it made there. */
  append: (id: string, blocks: readonly Block[], after: Anchor) => Promise<string[]>;
  /** The blocks right inside a page or block, all of them. */
  children: (id: string) => Promise<string[]>;
}

/** Puts blocks into a page or block, a request after the other, however deep they are nested. */
export async function writeBlocks(
  hand: Hand,
  id: string,
  blocks: readonly Block[],
  after: Anchor,
): Promise<void> {
  await writeChunks(hand, id, chunksOf(blocks), after);
}

/**
 * Writes what is missing of a page that was made with the heads of its first chunk. The ids of those
 * are read only when something goes into them.
 */
export async function completePage(
  hand: Hand,
  id: string,
  first: readonly Piece[],
  more: readonly (readonly Piece[])[],
): Promise<void> {
  if (!isWhole(first)) await fill(hand, await hand.children(id), first);
  await writeChunks(hand, id, more, 'end');
}

/** Whether the heads are all there is of the pieces. */
export const isWhole = (pieces: readonly Piece[]): boolean =>
  pieces.every(({ rests }) => rests.length === 0);

async function writeChunks(
  hand: Hand,
  id: string,
  chunks: readonly (readonly Piece[])[],
  after: Anchor,
): Promise<void> {
  let anchor = after;
  for (const chunk of chunks) {
    const heads = chunk.map(({ head }) => head);
    const ids = await hand.append(id, heads, anchor);
    await fill(hand, ids, chunk);
    if (anchor !== 'end') anchor = { id: ids.at(-1) ?? '' };
  }
}

/** Puts what the request of some blocks had no room for into them, once they are there. */
async function fill(hand: Hand, ids: readonly string[], pieces: readonly Piece[]): Promise<void> {
  for (const [i, { rests }] of pieces.entries()) {
    const inside = remembered(hand.children);
    for (const { path, blocks } of rests)
      await writeBlocks(hand, await placeOf(inside, ids[i] ?? '', path), blocks, 'end');
  }
}

/** The block that stands at a path inside another. */
async function placeOf(inside: Hand['children'], id: string, path: Rest['path']): Promise<string> {
  let place = id;
  for (const at of path) place = (await inside(place))[at] ?? '';
  return place;
}

/** Nothing is put before blocks that are there, so each list is read once. */
function remembered(children: Hand['children']): Hand['children'] {
  const known = new Map<string, Promise<string[]>>();
  return (id) => {
    const ids = known.get(id) ?? children(id);
    known.set(id, ids);
    return ids;
  };
}
