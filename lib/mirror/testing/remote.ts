import { at, listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { markdownOf } from '@/lib/mirror/notion/to-markdown';
import type { Notion } from '@/lib/mirror/testing/notion-as';

/** A page as it stands in Notion. */
export interface Remote {
  id: string;
  external_id: string;
  title: string;
  hash: string;
}

/** Every page of a table, those in the trash or those that are not. */
export async function rows(notion: Notion, source: string, in_trash = false): Promise<Remote[]> {
  const found: Remote[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Json = await notion.call('POST', `data_sources/${source}/query`, {
      in_trash,
      page_size: 100,
      ...(cursor ? { start_cursor: cursor } : {}),
    });
    for (const row of listAt(page, 'results'))
      found.push({
        id: text(row, 'id') ?? '',
        external_id: words(at(row, 'properties.External ID.rich_text')),
        title: words(at(row, 'properties.Name.title')),
        hash: words(at(row, 'properties.Content hash.rich_text')),
      });
    cursor = text(page, 'next_cursor');
  }
  return found;
}

const words = (runs: Json | undefined): string =>
  (Array.isArray(runs) ? runs : []).map((run) => text(run, 'plain_text') ?? '').join('');

/** What is written on a page, as markdown. */
export const written = async (notion: Notion, id: string): Promise<string> =>
  markdownOf(await notion.blocks(id));
