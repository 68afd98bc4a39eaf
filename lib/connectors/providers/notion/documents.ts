import { at, detail, Gone, isExact, listAt, listOf, text } from '@/lib/connectors/kit';
import type { Walk, World } from '@/lib/connectors/kit';
import { API } from '@/lib/connectors/providers/notion/api';
import { markdownOf, richText, type Block } from '@/lib/connectors/providers/notion/markdown';
import type { Json } from '@/lib/contract/common';

const PAGE = 100;
/** Blocks deeper than this are a circle of synced ones. */
const DEEPEST = 20;
/** Documents of their own. */
const OWN_DOCUMENTS = /^child_(page|database)$/;

/** Every page of a listing with what is written on it. */
export function contents(listing: Walk): Walk {
  return detail({
    listing,
    id: (page) => text(page, 'id') ?? '',
    expand: async (page, world) => {
      const blocks = await blocksOf(text(page, 'id') ?? '', world, 0);
      return { ...(page as Record<string, Json>), markdown: markdownOf(blocks) };
    },
    width: 3,
  });
}

/** The blocks of a page or block, as deep as they go; one that is gone by now has none. */
async function blocksOf(id: string, world: World, depth: number): Promise<Block[]> {
  const found: Block[] = [];
  let cursor: string | null = null;
  do {
    const answer = await world.ask(
      {
        url: `${API}/blocks/${id}/children`,
        query: { page_size: PAGE, start_cursor: cursor ?? undefined },
      },
      { list: 'results', of_record: true },
    );
    for (const block of listOf(answer, 'results')) {
      const goesOn =
        at(block, 'has_children') === true &&
        !OWN_DOCUMENTS.test(text(block, 'type') ?? '') &&
        depth < DEEPEST;
      found.push({ block, children: goesOn ? await inside(block, world, depth + 1) : [] });
    }
    cursor = text(answer.body, 'next_cursor');
  } while (cursor !== null);
  return found;
}

async function inside(block: Json, world: World, depth: number): Promise<Block[]> {
  try {
    return await blocksOf(text(block, 'id') ?? '', world, depth);
  } catch (error) {
    if (error instanceof Gone) return [];
    throw error;
  }
}

/** Notion signs the addresses of its files for an hour: they would look like changes. */
export function unsigned(item: Json): Json {
  if (Array.isArray(item)) return item.map(unsigned);
  if (item === null || typeof item !== 'object' || isExact(item)) return item;
  const isSigned = 'expiry_time' in item;
  return Object.fromEntries(
    Object.entries(item)
      .filter(([name]) => !(isSigned && (name === 'url' || name === 'expiry_time')))
      .map(([name, value]) => [name, unsigned(value)]),
  );
}

/** The title is the property of that type, whatever its name. */
export function titleOf(page: Json): string | null {
  const properties = Object.values((at(page, 'properties') ?? {}) as Record<string, Json>);
  const title = properties.find((one) => text(one, 'type') === 'title');
  return richText(listAt(title, 'title')) || null;
}
