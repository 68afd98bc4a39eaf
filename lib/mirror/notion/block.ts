import type { Json } from '@/lib/contract/common';
import { bytesOf, type Run } from '@/lib/mirror/notion/rich-text';

/** A block as Notion takes it. */
export interface Block {
  type: string;
  content: { [name: string]: unknown };
  children: readonly Block[];
}

/** A request's limits are on what stands in it; a block keeps well under them, with all inside it. */
const MOST_CHILDREN = 100;
const DEEPEST = 2;
const MOST_INSIDE = 400;
const MOST_BYTES = 300_000;

export const textBlock = (
  type: string,
  rich_text: readonly Run[],
  children: readonly Block[] = [],
  more: Block['content'] = {},
): Block => ({ type, content: { rich_text, ...more }, children });

/** A block in the form of a request. */
export const toJson = ({ type, content, children }: Block): { [name: string]: Json } => ({
  object: 'block',
  type,
  [type]: {
    ...(content as { [name: string]: Json }),
    ...(children.length > 0 ? { children: children.map(toJson) } : {}),
  },
});

/** How many blocks it is with all inside it. */
export const elementsOf = (block: Block): number =>
  1 + block.children.reduce((sum, child) => sum + elementsOf(child), 0);

/** How many levels of blocks stand inside it. */
export const depthOf = ({ children }: Block): number =>
  children.reduce((deepest, child) => Math.max(deepest, 1 + depthOf(child)), 0);

/** What did not fit into the request of a block, and the places of the blocks around it, outermost first. */
export interface Rest {
  path: readonly number[];
  blocks: readonly Block[];
}

/** A block as far as one request takes it, and what further requests put into it. */
export interface Piece {
  head: Block;
  rests: readonly Rest[];
}

/**
 * Cuts a block by Notion's limits: two levels inside it, a hundred blocks at each, and as much in all
 * as a request takes. Heads and rests together are the block.
 */
export function cut(block: Block): Piece {
  const rests: Rest[] = [];
  const room = { elements: MOST_INSIDE, bytes: MOST_BYTES - ownBytes(block) };
  const head = isWhole(block) ? block : filled(block, { level: 0, path: [], room, rests });
  return { head, rests };
}

/** Where a block is on its way into a request, with what the request still has room for. */
interface Filling {
  level: number;
  path: readonly number[];
  room: { elements: number; bytes: number };
  rests: Rest[];
}

function filled(block: Block, { level, path, room, rests }: Filling): Block {
  const children: Block[] = [];
  for (const [i, child] of block.children.entries()) {
    const bytes = isWhole(child) ? bytesOf(toJson(child)) : ownBytes(child);
    const elements = isWhole(child) ? elementsOf(child) : 1;
    const tooDeep = level + (isWhole(child) ? 2 : 1) > DEEPEST;
    const tooMuch = i === MOST_CHILDREN || bytes > room.bytes || elements > room.elements;
    if (tooDeep || tooMuch) {
      rests.push({ path, blocks: block.children.slice(i) });
      break;
    }
    room.bytes -= bytes;
    room.elements -= elements;
    const inside = { level: level + 1, path: [...path, i], room, rests };
    children.push(isWhole(child) ? child : filled(child, inside));
  }
  return { ...block, children };
}

/** A table is made with its rows. */
const isWhole = ({ type }: Block): boolean => type === 'table';
const ownBytes = (block: Block): number => bytesOf(toJson({ ...block, children: [] }));
