import { wrong } from '@/lib/sandbox/providers/notion/limits';
import {
  nextId,
  type Fields,
  type KeptBlock,
  type Store,
} from '@/lib/sandbox/providers/notion/store';

/** Who writes, and when. */
export interface Writer {
  id: string;
  now: number;
}

/** Puts blocks under a page or block, after the one of the children that is named (null: first). */
export function insertBlocks(
  store: Store,
  writer: Writer,
  parent: { id: string; children: string[] },
  blocks: readonly Fields[],
  after: string | null,
): KeptBlock[] {
  const made = blocks.map((block) => keep(store, writer, parent.id, block));
  const at = after === null ? 0 : parent.children.indexOf(after) + 1;
  if (after !== null && at === 0) throw wrong(`${after} is not a child of this block`);
  parent.children.splice(at, 0, ...made.map(({ id }) => id));
  return made;
}

function keep(store: Store, writer: Writer, parent_id: string, block: Fields): KeptBlock {
  const type = String(block.type);
  const { children = [], ...content } = block[type] as Fields & { children?: Fields[] };
  const kept: KeptBlock = {
    id: nextId(store, 'b'),
    parent_id,
    type,
    content,
    children: [],
    created: writer.now,
    edited: writer.now,
    edited_by: writer.id,
    in_trash: false,
  };
  store.blocks.set(kept.id, kept);
  insertBlocks(store, writer, kept, children, null);
  return kept;
}

/** Takes a block and those inside it away. */
export function removeBlock(store: Store, block: KeptBlock): void {
  for (const id of block.children) removeBlock(store, store.blocks.get(id)!);
  const parent = store.pages.get(block.parent_id) ?? store.blocks.get(block.parent_id);
  if (parent) parent.children = parent.children.filter((id) => id !== block.id);
  block.in_trash = true;
}

/** A change of a block is one of its page. */
export function touchPage(store: Store, writer: Writer, id: string): void {
  for (let at: string | undefined = id; at;) {
    const page = store.pages.get(at);
    if (page) {
      page.edited = writer.now;
      page.edited_by = writer.id;
      return;
    }
    at = store.blocks.get(at)?.parent_id;
  }
}
