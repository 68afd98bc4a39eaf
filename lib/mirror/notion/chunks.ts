import { cut, elementsOf, toJson, type Block, type Piece } from '@/lib/mirror/notion/block';
import { bytesOf } from '@/lib/mirror/notion/rich-text';

/** Under Notion's 100 blocks in a list, 1,000 in a request and 500 KB of it. */
const MOST = { blocks: 100, elements: 900, bytes: 400_000 };

/** Blocks in groups whose heads fit a request each, in order. No blocks, no groups. */
export function chunksOf(blocks: readonly Block[]): Piece[][] {
  const chunks: Piece[][] = [];
  let sums = { blocks: Infinity, elements: 0, bytes: 0 };
  for (const piece of blocks.map(cut)) {
    const bytes = bytesOf(toJson(piece.head));
    const elements = elementsOf(piece.head);
    const next = {
      blocks: sums.blocks + 1,
      elements: sums.elements + elements,
      bytes: sums.bytes + bytes,
    };
    const full = (Object.keys(MOST) as (keyof typeof MOST)[]).some((key) => next[key] > MOST[key]);
    if (full) chunks.push([]);
    sums = full ? { blocks: 1, elements, bytes } : next;
    chunks.at(-1)!.push(piece);
  }
  return chunks;
}
