import { minute } from '@/lib/sandbox/data/notion';
import { isObject } from '@/lib/sandbox/providers/notion/limits';
import type { World } from '@/lib/sandbox/kit/world';

export type Fields = Record<string, unknown>;

interface Kept {
  id: string;
  created: number;
  edited: number;
  edited_by: string;
  in_trash: boolean;
}
export interface KeptDatabase extends Kept {
  parent_id: string;
  title: unknown;
  source_id: string;
  /** By id: name and type. */
  properties: Map<string, { name: string; type: string; settings: unknown }>;
}
export interface KeptPage extends Kept {
  database_id: string;
  /** By the id of the property. */
  values: Map<string, unknown>;
  children: string[];
}
export interface KeptBlock extends Kept {
  parent_id: string;
  type: string;
  content: Fields;
  children: string[];
}

/** What was written into an account, beside what is generated. */
export interface Store {
  databases: Map<string, KeptDatabase>;
  /** The database of a data source. */
  sources: Map<string, string>;
  pages: Map<string, KeptPage>;
  blocks: Map<string, KeptBlock>;
  made: number;
}

export function storeOf(world: World, account: string): Store {
  const key = `written:${account}`;
  let found = world.memory.get(key) as Store | undefined;
  if (!found) {
    found = {
      databases: new Map(),
      sources: new Map(),
      pages: new Map(),
      blocks: new Map(),
      made: 0,
    };
    world.memory.set(key, found);
  }
  return found;
}

/** The next id; ids of different kinds never meet. */
export const nextId = (store: Store, kind: 'a' | 'b' | 'c' | 'd'): string =>
  `f0f0f0f${kind}-0000-4000-8000-${(++store.made).toString(16).padStart(12, '0')}`;

/** Ids come with and without dashes. */
export const dashed = (id: string): string =>
  id.includes('-') ? id : id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const head = ({ id, created, edited, edited_by, in_trash }: Kept) => ({
  id,
  created_time: minute(created),
  last_edited_time: minute(edited),
  last_edited_by: { object: 'user', id: edited_by },
  in_trash,
});

/** Rich text as it is read: with what was not said of it. */
export function readRuns(runs: unknown): unknown[] {
  if (!Array.isArray(runs)) return [];
  return (runs as Fields[]).map((run) => {
    const text = run.text as { content: string; link?: { url: string } | null };
    return {
      type: 'text',
      text: { content: text.content, link: text.link ?? null },
      annotations: {
        bold: false,
        italic: false,
        strikethrough: false,
        underline: false,
        code: false,
        color: 'default',
        ...(isObject(run.annotations) ? run.annotations : {}),
      },
      plain_text: text.content,
      href: text.link?.url ?? null,
    };
  });
}

/** A page as it is read. */
export function shownPage(store: Store, page: KeptPage): Fields {
  const database = store.databases.get(page.database_id)!;
  const properties = Object.fromEntries(
    [...database.properties].map(([id, { name, type }]) => [
      name,
      { id, type, [type]: page.values.get(id) ?? EMPTY[type] ?? null },
    ]),
  );
  return {
    object: 'page',
    ...head(page),
    created_by: { object: 'user', id: page.edited_by },
    icon: null,
    cover: null,
    is_locked: false,
    parent: {
      type: 'data_source_id',
      data_source_id: database.source_id,
      database_id: database.id,
    },
    properties,
    url: `https://www.notion.so/${page.id.replaceAll('-', '')}`,
    public_url: null,
  };
}
const EMPTY: Fields = { title: [], rich_text: [], multi_select: [] };

/** A block as it is read, without those inside it. */
export function shownBlock(block: KeptBlock): Fields {
  const { children: _, rich_text, caption, ...content } = block.content;
  return {
    object: 'block',
    ...head(block),
    parent: { type: 'block_id', block_id: block.parent_id },
    has_children: block.children.length > 0,
    type: block.type,
    [block.type]: {
      ...content,
      ...(block.type === 'table_row' ? { cells: (content.cells as unknown[]).map(readRuns) } : {}),
      ...(rich_text === undefined ? {} : { rich_text: readRuns(rich_text), color: 'default' }),
      ...(caption === undefined ? {} : { caption: readRuns(caption) }),
    },
  };
}

export function shownDatabase(database: KeptDatabase): Fields {
  return {
    object: 'database',
    ...head(database),
    title: readRuns(database.title),
    description: [],
    is_inline: false,
    is_locked: false,
    icon: null,
    cover: null,
    parent: { type: 'page_id', page_id: database.parent_id },
    data_sources: [{ id: database.source_id, name: 'Knowledge' }],
    url: `https://www.notion.so/${database.id.replaceAll('-', '')}`,
    public_url: null,
  };
}

export function shownSource(database: KeptDatabase): Fields {
  return {
    object: 'data_source',
    ...head(database),
    id: database.source_id,
    title: readRuns(database.title),
    description: [],
    icon: null,
    cover: null,
    parent: { type: 'database_id', database_id: database.id },
    properties: Object.fromEntries(
      [...database.properties].map(([id, { name, type, settings }]) => [
        name,
        { id, name, type, description: null, [type]: settings },
      ]),
    ),
    url: `https://www.notion.so/${database.id.replaceAll('-', '')}`,
    public_url: null,
  };
}
