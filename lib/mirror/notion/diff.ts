import { createHash } from 'node:crypto';
import { toJson, type Block } from '@/lib/mirror/notion/block';

/** What tells a block from any other: a digest of all that it and those inside it hold. */
export const digestOf = (block: Block): string =>
  createHash('sha256')
    .update(JSON.stringify(toJson(block)))
    .digest('base64url')
    .slice(0, 16);

/** A step that turns the blocks of a page into others. `at` counts the blocks there were. */
export type Step =
  | { do: 'remove'; at: number }
  /** Gives a block of the same type other content. */
  | { do: 'change'; at: number; block: Block }
  /** Puts blocks after the one at `after` (-1: before all). */
  | { do: 'insert'; after: number; blocks: Block[] };

/** More comparisons than this take longer than writing the part anew. */
const MOST_COMPARISONS = 1_000_000;
/** Blocks whose content can be changed in place. */
const CHANGEABLE =
  /^(paragraph|heading_\d|bulleted_list_item|numbered_list_item|to_do|quote|code)$/;

/** A block as it stands on a page: what is known of it. */
export interface Standing {
  digest: string;
  type: string;
  has_children: boolean;
}

/**
 * The fewest steps from the blocks that stand there to those that are wanted; what is the same stays
 * as it is, so that links to it and comments on it do too. Pure.
 */
export function stepsTo(before: readonly Standing[], after: readonly Block[]): Step[] {
  const wanted = after.map(digestOf);
  let start = 0;
  while (start < before.length && before[start]!.digest === wanted[start]) start++;
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - tail]!.digest === wanted[after.length - 1 - tail]
  )
    tail++;
  const same = commonIn(
    before.slice(start, before.length - tail).map(({ digest }) => digest),
    wanted.slice(start, after.length - tail),
  ).map(([a, b]) => [a + start, b + start] as const);
  const steps: Step[] = [];
  let [a, b] = [start, start];
  for (const [toA, toB] of [...same, [before.length - tail, after.length - tail] as const]) {
    steps.push(...replaced(before, a, toA, after.slice(b, toB)));
    [a, b] = [toA + 1, toB + 1];
  }
  return steps;
}

/** The steps from the blocks in [from, to) to these, which have none in common. */
function replaced(
  before: readonly Standing[],
  from: number,
  to: number,
  blocks: readonly Block[],
): Step[] {
  const steps: Step[] = [];
  let at = from;
  let rest = blocks;
  while (at < to && rest.length > 0 && isChangeable(before[at]!, rest[0]!)) {
    steps.push({ do: 'change', at, block: rest[0]! });
    at++;
    rest = rest.slice(1);
  }
  if (rest.length > 0) steps.push({ do: 'insert', after: at - 1, blocks: [...rest] });
  for (; at < to; at++) steps.push({ do: 'remove', at });
  return steps;
}

const isChangeable = (standing: Standing, block: Block): boolean =>
  standing.type === block.type &&
  CHANGEABLE.test(block.type) &&
  !standing.has_children &&
  block.children.length === 0;

/** The pairs of a longest common subsequence. */
function commonIn(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > MOST_COMPARISONS) return [];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
