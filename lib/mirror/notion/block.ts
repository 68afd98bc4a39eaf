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

/**
 * The block within Notion's limits: two levels inside it, a hundred blocks at each, and as much in
 * all as a request takes. What is too deep or too much follows it instead of standing in it: no text
 * is lost, some of the nesting is.
 */
export function fitted(block: Block, level = 0): Block[] {
  if (block.type === 'table') return [block];
  const inside = block.children.flatMap((child) => fitted(child, level + 1));
  if (inside.length === 0) return [{ ...block, children: [] }];
  const room = level < DEEPEST ? roomFor(block, inside, level) : 0;
  return [{ ...block, children: inside.slice(0, room) }, ...inside.slice(room)];
}

/** How many of the blocks can stand inside. */
function roomFor(block: Block, inside: readonly Block[], level: number): number {
  let bytes = bytesOf(toJson({ ...block, children: [] }));
  let elements = 1;
  for (const [i, child] of inside.entries()) {
    bytes += bytesOf(toJson(child));
    elements += elementsOf(child);
    const tooMuch = i === MOST_CHILDREN || bytes > MOST_BYTES || elements > MOST_INSIDE;
    if (tooMuch || depthOf(child) + level + 1 > DEEPEST) return i;
  }
  return inside.length;
}

const depthOf = ({ children }: Block): number =>
  children.length === 0 ? 0 : 1 + Math.max(...children.map(depthOf));
