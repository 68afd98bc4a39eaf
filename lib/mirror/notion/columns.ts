import type { Json } from '@/lib/contract/common';
import { isWebAddress, plainRuns } from '@/lib/mirror/notion/rich-text';

/**
 * The columns of the database, by our names for them. The external id is what makes a page findable
 * again: without it a lost answer would be a second page.
 */
export const COLUMNS = {
  title: { name: 'Name', schema: { title: {} } },
  external_id: { name: 'External ID', schema: { rich_text: {} } },
  source: { name: 'Source', schema: { rich_text: {} } },
  url: { name: 'Source URL', schema: { url: {} } },
  tags: { name: 'Tags', schema: { multi_select: {} } },
  updated: { name: 'Updated', schema: { date: {} } },
  hash: { name: 'Content hash', schema: { rich_text: {} } },
} as const;
export type Column = keyof typeof COLUMNS;
/** The ids Notion gave the columns: they stay when somebody renames one. */
export type ColumnIds = Record<Column, string>;

export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];

/** The columns as a request that makes them has them. */
export const schemaOf = (columns: readonly Column[]): { [name: string]: Json } =>
  Object.fromEntries(columns.map((column) => [COLUMNS[column].name, COLUMNS[column].schema]));

/** What of a document stands in columns. */
export interface Head {
  external_id: string;
  title: string;
  source: string;
  url: string | null;
  tags: readonly string[];
  updated_at: Date;
}

const MOST_TAGS = 100;

/**
 * The values of a page's columns. `hash` is written last: a page without it, or with another one,
 * was not finished.
 */
export function valuesOf(ids: ColumnIds, head: Head, hash: string): { [id: string]: Json } {
  const words = (text: string) => plainRuns(text) as unknown as Json[];
  return {
    [ids.title]: { title: words(head.title) },
    [ids.external_id]: { rich_text: words(head.external_id) },
    [ids.source]: { rich_text: words(head.source) },
    [ids.url]: { url: head.url !== null && isWebAddress(head.url) ? head.url : null },
    [ids.tags]: { multi_select: head.tags.slice(0, MOST_TAGS).map((name) => ({ name })) },
    [ids.updated]: { date: { start: head.updated_at.toISOString() } },
    [ids.hash]: { rich_text: words(hash) },
  };
}
