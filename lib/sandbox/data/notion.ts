import { company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['users', 'pages', 'data_sources', 'rows'] as const;
export type Stream = (typeof STREAMS)[number];

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively workspace: 160 pages, 8 databases' },
  { name: 'globex', note: 'A small one' },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { users: 24, pages: 160, data_sources: 8, rows: 300 },
  globex: { users: 9, pages: 24, data_sources: 6, rows: 26 },
};

/** Ids are UUIDs; the first digits say what one is of. */
const KIND: Record<Stream, string> = {
  users: 'aaaa0000',
  pages: 'cccc0000',
  data_sources: 'dddd0000',
  rows: 'eeee0000',
};
export const idOf = (stream: Stream, n: number): string =>
  `${KIND[stream]}-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const isOf = (stream: Stream, id: string): boolean => id.startsWith(KIND[stream]);
export const botId = (account: string): string =>
  `bbbb0000-0000-4000-8000-${String(ACCOUNTS.findIndex((a) => a.name === account)).padStart(12, '0')}`;

/** The last data source has no rows. */
export const sourceOf = (account: string, n: number): string =>
  idOf('data_sources', n % (SIZES[account]!.data_sources - 1));

/** Times are rounded to the minute. */
export const minute = (ms: number): string =>
  new Date(Math.floor(ms / 60_000) * 60_000).toISOString();

const words = (plain_text: string, bold = false) => [
  {
    type: 'text',
    text: { content: plain_text, link: null },
    annotations: {
      bold,
      italic: false,
      strikethrough: false,
      underline: false,
      code: false,
      color: 'default',
    },
    plain_text,
    href: null,
  },
];

export function user(account: string, { id, n, rev, set }: Item) {
  const { name, mailbox } = person(dice(`notion:${account}:user:${n}`));
  return {
    object: 'user',
    id,
    type: 'person',
    name: rev ? `${name} (${rev})` : name,
    avatar_url: null,
    person: { email: `${mailbox}@${account}.example` },
    ...set,
  };
}

const times = ({ created, updated }: Item) => ({
  created_time: minute(created),
  last_edited_time: minute(updated),
});
const by = { object: 'user', id: idOf('users', 0) };

/** A page, or a row, which is one too. Files of Notion's own are signed anew for every answer. */
export function page(account: string, stream: 'pages' | 'rows', item: Item, now: number) {
  const d = dice(`notion:${account}:${stream}:${item.n}`);
  const isRow = stream === 'rows';
  const title = isRow ? company(d).name : `About the ${d.pick(TOPICS)}`;
  const name = {
    id: 'title',
    type: 'title',
    title: words(`${title}${item.rev ? ` ${item.rev}` : ''}`),
  };
  const values = {
    Name: name,
    Stage: { id: 'st', type: 'select', select: { id: 's1', name: d.pick(['New', 'Won', 'Lost']) } },
    Size: { id: 'sz', type: 'number', number: d.int(1, 500) },
  };
  const source = sourceOf(account, item.n);
  return {
    object: 'page',
    id: item.id,
    ...times(item),
    created_by: by,
    last_edited_by: by,
    cover: null,
    icon: {
      type: 'file',
      file: {
        url: `https://prod-files.example/icon.png?X-Amz-Date=${now}`,
        expiry_time: new Date(now + 3_600_000).toISOString(),
      },
    },
    parent: isRow
      ? { type: 'data_source_id', data_source_id: source, database_id: source.replace(/^d/, 'f') }
      : { type: 'workspace', workspace: true },
    in_trash: false,
    properties: isRow ? values : { title: name },
    url: `https://www.notion.so/${item.id.replaceAll('-', '')}`,
    public_url: null,
    ...item.set,
  };
}

export function dataSource(account: string, item: Item) {
  const d = dice(`notion:${account}:source:${item.n}`);
  return {
    object: 'data_source',
    id: item.id,
    ...times(item),
    created_by: by,
    last_edited_by: by,
    title: words(`${d.pick(['Customers', 'Projects', 'Hiring', 'Assets'])} ${item.n}`),
    description: item.rev ? words(`Edition ${item.rev}`) : [],
    icon: null,
    cover: null,
    properties: { Name: { id: 'title', name: 'Name', type: 'title', title: {} } },
    parent: { type: 'database_id', database_id: item.id.replace(/^d/, 'f') },
    in_trash: false,
    url: `https://www.notion.so/${item.id.replaceAll('-', '')}`,
    ...item.set,
  };
}

/** What is written at a place of a page; a place is a number per level. */
interface Written {
  type: string;
  content: object;
  inner: number;
}

function writtenAt(account: string, item: Item, place: readonly number[]): Written {
  const d = dice(`notion:${account}:block:${item.id}:${place.join('.')}`);
  const text = `Concerning the ${d.pick(TOPICS)}${item.rev ? `, edition ${item.rev}` : ''}`;
  const [first = 0] = place;
  const said = { rich_text: words(text), color: 'default' };
  if (place.length > 1)
    return { type: 'bulleted_list_item', content: said, inner: place.length === 2 ? 1 : 0 };
  if (first === 0) return { type: 'heading_1', content: said, inner: 0 };
  if (first === 2) return { type: 'bulleted_list_item', content: said, inner: 2 };
  if (first === 3) return { type: 'child_page', content: { title: 'A page of its own' }, inner: 1 };
  if (first === 4) return { type: 'to_do', content: { ...said, checked: true }, inner: 0 };
  return { type: 'paragraph', content: said, inner: 0 };
}

/** How many blocks are written right on a page. */
const topOf = (item: Item): number => (isOf('rows', item.id) ? item.n % 2 : 2 + (item.n % 5));

const blockId = (item: Item, place: readonly number[]): string =>
  `b${place.join('').padEnd(7, 'f')}-${isOf('rows', item.id) ? '0002' : '0001'}-${item.id.slice(14)}`;

/** The page a block is on and where on it; null when the id is none of a block. */
export function placeOf(
  id: string,
): { stream: 'pages' | 'rows'; page: string; place: number[] } | null {
  const found = /^b(\d{1,7})f*-000([12])-(.+)$/.exec(id);
  if (!found) return null;
  const stream = found[2] === '1' ? 'pages' : 'rows';
  const page = `${KIND[stream]}-0000-${found[3]}`;
  return { stream, page, place: [...found[1]!].map(Number) };
}

/** The blocks right inside of a page or of a block on it. */
export function blocksOf(account: string, item: Item, place: readonly number[]) {
  const count = place.length === 0 ? topOf(item) : writtenAt(account, item, place).inner;
  return Array.from({ length: count }, (_, i) => {
    const at = [...place, i];
    const { type, content, inner } = writtenAt(account, item, at);
    return {
      object: 'block',
      id: blockId(item, at),
      parent: { type: 'page_id', page_id: item.id },
      ...times(item),
      has_children: inner > 0,
      in_trash: false,
      type,
      [type]: content,
    };
  });
}
