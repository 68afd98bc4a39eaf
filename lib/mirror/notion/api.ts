import { at, listAt, text, type Answer, type ChangeRequest } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { toJson, type Block } from '@/lib/mirror/notion/block';
import { schemaOf, type Column } from '@/lib/mirror/notion/columns';
import type { Ask, RequestSpec } from '@/lib/connectors/kit';

/** Facts: @notionhq/client 5.26 and developers.notion.com, version 2026-03-11. */
const API = 'https://api.notion.com/v1';
const PAGE = 100;

/** A page of the database, as far as it matters here. */
export interface RemotePage {
  id: string;
  url: string | null;
  /** Known to the minute. */
  created: string;
  edited: string;
  edited_by: string | null;
  in_trash: boolean;
  /** Texts of columns, by the id of the column. */
  texts: ReadonlyMap<string, string>;
}

export function readPage(page: Json): RemotePage {
  const properties = Object.values((at(page, 'properties') ?? {}) as Record<string, Json>);
  return {
    id: text(page, 'id') ?? '',
    url: text(page, 'url'),
    created: text(page, 'created_time') ?? '',
    edited: text(page, 'last_edited_time') ?? '',
    edited_by: text(page, 'last_edited_by.id'),
    in_trash: at(page, 'in_trash') === true,
    texts: new Map(
      properties.map((one) => [
        text(one, 'id') ?? '',
        listAt(one, 'rich_text')
          .map((run) => text(run, 'plain_text') ?? '')
          .join(''),
      ]),
    ),
  };
}

export const requests = {
  makeDatabase: (page_id: string, title: string, columns: readonly Column[]): ChangeRequest => ({
    method: 'POST',
    url: `${API}/databases`,
    json: {
      parent: { type: 'page_id', page_id },
      title: [{ type: 'text', text: { content: title } }],
      initial_data_source: { properties: schemaOf(columns) },
    },
  }),
  database: (id: string): RequestSpec => ({ url: `${API}/databases/${id}` }),
  source: (id: string): RequestSpec => ({ url: `${API}/data_sources/${id}` }),
  addColumns: (id: string, columns: readonly Column[]): ChangeRequest => ({
    method: 'PATCH',
    url: `${API}/data_sources/${id}`,
    json: { properties: schemaOf(columns) },
  }),
  page: (id: string): RequestSpec => ({ url: `${API}/pages/${id}` }),
  makePage: (
    data_source_id: string,
    properties: Json,
    blocks: readonly Block[],
  ): ChangeRequest => ({
    method: 'POST',
    url: `${API}/pages`,
    json: {
      parent: { type: 'data_source_id', data_source_id },
      properties,
      children: blocks.map(toJson),
    },
  }),
  changePage: (
    id: string,
    change: { properties?: Json; in_trash?: boolean; erase_content?: true },
  ): ChangeRequest => ({ method: 'PATCH', url: `${API}/pages/${id}`, json: change }),
  append: (id: string, blocks: readonly Block[], after: Anchor): ChangeRequest => ({
    method: 'PATCH',
    url: `${API}/blocks/${id}/children`,
    json: { children: blocks.map(toJson), position: placeOf(after) },
  }),
  changeBlock: (id: string, { type, content }: Block): ChangeRequest => ({
    method: 'PATCH',
    url: `${API}/blocks/${id}`,
    json: { [type]: content as Json },
  }),
  removeBlock: (id: string): ChangeRequest => ({ method: 'DELETE', url: `${API}/blocks/${id}` }),
};

/** Where blocks go: before all, at the end, or after the block of an id. */
export type Anchor = 'start' | 'end' | { id: string };

const placeOf = (after: Anchor): Json =>
  typeof after === 'string' ? { type: after } : { type: 'after_block', after_block: after };

/** The blocks right inside a page or block, all of them. */
export const childrenOf = (ask: Ask, id: string): Promise<Json[]> =>
  everyPage((start_cursor) =>
    ask(
      {
        url: `${API}/blocks/${id}/children`,
        query: { page_size: PAGE, start_cursor: start_cursor ?? undefined },
      },
      { list: 'results', of_record: true },
    ),
  );

/** The pages of the database that a question is for, all of them. */
export async function queryPages(
  ask: Ask,
  data_source_id: string,
  question: { filter?: Json; sorts?: Json; in_trash?: boolean },
): Promise<RemotePage[]> {
  const found = await everyPage((start_cursor) =>
    ask(
      {
        method: 'POST',
        url: `${API}/data_sources/${data_source_id}/query`,
        json: {
          ...question,
          page_size: PAGE,
          ...(start_cursor === null ? {} : { start_cursor }),
        },
      },
      { list: 'results' },
    ),
  );
  return found.map(readPage);
}

/** Pages shared with the app whose title has the words; the first of them. */
export async function searchPages(ask: Ask, words: string, limit: number): Promise<Json[]> {
  const answer = await ask(
    {
      method: 'POST',
      url: `${API}/search`,
      json: {
        ...(words === '' ? {} : { query: words }),
        filter: { property: 'object', value: 'page' },
        sort: { timestamp: 'last_edited_time', direction: 'descending' },
        page_size: limit,
      },
    },
    { list: 'results' },
  );
  return [...listAt(answer.body, 'results')];
}

async function everyPage(page: (cursor: string | null) => Promise<Answer>): Promise<Json[]> {
  const found: Json[] = [];
  let cursor: string | null = null;
  do {
    const answer: Answer = await page(cursor);
    found.push(...listAt(answer.body, 'results'));
    cursor = text(answer.body, 'next_cursor');
  } while (cursor !== null);
  return found;
}
