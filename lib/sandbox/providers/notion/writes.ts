import { botId, idOf as generatedId } from '@/lib/sandbox/data/notion';
import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { value } from '@/lib/sandbox/kit/params';
import { Refused } from '@/lib/sandbox/kit/refusal';
import type { World } from '@/lib/sandbox/kit/world';
import {
  insertBlocks,
  removeBlock,
  touchPage,
  type Writer,
} from '@/lib/sandbox/providers/notion/body';
import {
  checkBlocks,
  checkRuns,
  checkSize,
  isObject,
  wrong,
} from '@/lib/sandbox/providers/notion/limits';
import { changeSchema, setValues } from '@/lib/sandbox/providers/notion/properties';
import {
  dashed,
  nextId,
  shownBlock,
  shownDatabase,
  shownPage,
  shownSource,
  storeOf,
  type KeptBlock,
  type KeptDatabase,
  type KeptPage,
  type Store,
} from '@/lib/sandbox/providers/notion/store';

const { get, post, patch, remove } = endpointsFor<Who>();
/** A token with it writes as a member would, not as the app: for edits by hand. */
const AS_PERSON = 'as_person';

/** The app writes as itself. */
const writerOf = (who: Who, world: World): Writer => ({
  id: who.scopes.includes(AS_PERSON) ? generatedId('users', 0) : botId(who.account),
  now: world.now(),
});

export const notThere = (id: string): Refused =>
  new Refused({ status: 404, why: 'not_found', message: `Could not find ${id}.` });

/** The database of a data source that was written; undefined: it is a generated one, or there is none. */
export function writtenSource(who: Who, world: World, id: string): KeptDatabase | undefined {
  const store = storeOf(world, who.account);
  return store.databases.get(store.sources.get(dashed(id)) ?? '');
}

function database(store: Store, id: string): KeptDatabase {
  const found = store.databases.get(dashed(id));
  if (!found) throw notThere(id);
  return found;
}

function page(store: Store, id: string): KeptPage {
  const found = store.pages.get(dashed(id));
  if (!found || store.databases.get(found.database_id)!.in_trash) throw notThere(id);
  return found;
}

function block(store: Store, id: string): KeptBlock {
  const found = store.blocks.get(dashed(id));
  if (!found || found.in_trash) throw notThere(id);
  return found;
}

/** What an endpoint that writes works with. */
const at = (who: Who, world: World) => ({
  store: storeOf(world, who.account),
  writer: writerOf(who, world),
});

/** @notionhq/client 5.26, version 2026-03-11: what creates, changes and trashes. */
export const WRITING = [
  post('/v1/databases', {
    body: { parent: value(), title: value(), is_inline: value(), initial_data_source: value() },
    answer: ({ call, who, world, body }) => {
      checkSize(call.body);
      const { store, writer } = at(who, world);
      const parent_id = isObject(body.parent) ? String(body.parent.page_id) : '';
      const parent = world.collection(who.account, 'pages')!.get(dashed(parent_id));
      if (parent?.deleted !== null) throw notThere(parent_id);
      checkRuns(body.title ?? [], 'body.title');
      const made: KeptDatabase = {
        id: nextId(store, 'd'),
        source_id: nextId(store, 'c'),
        parent_id: dashed(parent_id),
        title: body.title ?? [],
        properties: new Map(),
        created: writer.now,
        edited: writer.now,
        edited_by: writer.id,
        in_trash: false,
      };
      const source = isObject(body.initial_data_source) ? body.initial_data_source : {};
      changeSchema(made, source.properties ?? {});
      if (!made.properties.has('title')) throw wrong('a title property is needed');
      store.databases.set(made.id, made);
      store.sources.set(made.source_id, made.id);
      return json(200, shownDatabase(made));
    },
  }),
  get('/v1/databases/{id}', {
    answer: ({ who, world, path }) =>
      json(200, shownDatabase(database(storeOf(world, who.account), String(path.id)))),
  }),
  patch('/v1/databases/{id}', {
    body: { in_trash: value(), title: value() },
    answer: ({ who, world, path, body }) => {
      const { store, writer } = at(who, world);
      const found = database(store, String(path.id));
      if (body.title !== undefined) found.title = body.title;
      if (typeof body.in_trash === 'boolean') found.in_trash = body.in_trash;
      found.edited = writer.now;
      return json(200, shownDatabase(found));
    },
  }),
  patch('/v1/data_sources/{id}', {
    body: { properties: value(), title: value() },
    answer: ({ who, world, path, body }) => {
      const found = writtenSource(who, world, String(path.id));
      if (!found || found.in_trash) throw notThere(String(path.id));
      if (body.properties !== undefined) changeSchema(found, body.properties);
      return json(200, shownSource(found));
    },
  }),
  post('/v1/pages', {
    body: { parent: value(), properties: value(), children: value() },
    answer: ({ call, who, world, body }) => {
      checkSize(call.body);
      const { store, writer } = at(who, world);
      const source = isObject(body.parent) ? String(body.parent.data_source_id) : '';
      const home = writtenSource(who, world, source);
      if (!home) throw notThere(source);
      if (home.in_trash) throw wrong("Can't edit a block that is archived.");
      const children: unknown = body.children ?? [];
      checkBlocks(children);
      const values = new Map<string, unknown>();
      setValues(home, values, body.properties);
      const made: KeptPage = {
        id: nextId(store, 'a'),
        database_id: home.id,
        values,
        children: [],
        created: writer.now,
        edited: writer.now,
        edited_by: writer.id,
        in_trash: false,
      };
      store.pages.set(made.id, made);
      insertBlocks(store, writer, made, children, null);
      return json(200, shownPage(store, made));
    },
  }),
  patch('/v1/pages/{id}', {
    body: { properties: value(), in_trash: value(), erase_content: value() },
    answer: ({ call, who, world, path, body }) => {
      checkSize(call.body);
      const { store, writer } = at(who, world);
      const found = page(store, String(path.id));
      if (found.in_trash && body.in_trash !== false)
        throw wrong("Can't edit a page that is in the trash.");
      if (body.properties !== undefined)
        setValues(store.databases.get(found.database_id)!, found.values, body.properties);
      if (typeof body.in_trash === 'boolean') found.in_trash = body.in_trash;
      if (body.erase_content === true)
        for (const id of found.children) removeBlock(store, store.blocks.get(id)!);
      touchPage(store, writer, found.id);
      return json(200, shownPage(store, found));
    },
  }),
  patch('/v1/blocks/{id}/children', {
    body: { children: value(), position: value() },
    answer: ({ call, who, world, path, body }) => {
      checkSize(call.body);
      const { store, writer } = at(who, world);
      const id = dashed(String(path.id));
      const parent = store.pages.get(id) ?? block(store, id);
      if (parent.in_trash) throw wrong("Can't edit a page that is in the trash.");
      const children: unknown = body.children;
      checkBlocks(children);
      const made = insertBlocks(store, writer, parent, children, place(parent, body.position));
      touchPage(store, writer, id);
      return json(200, {
        object: 'list',
        results: made.map(shownBlock),
        next_cursor: null,
        has_more: false,
        type: 'block',
        block: {},
      });
    },
  }),
  get('/v1/blocks/{id}', {
    answer: ({ who, world, path }) =>
      json(200, shownBlock(block(storeOf(world, who.account), String(path.id)))),
  }),
  patch('/v1/blocks/{id}', {
    body: Object.fromEntries(
      ['paragraph', 'heading_1', 'heading_2', 'heading_3', 'heading_4', 'bulleted_list_item']
        .concat(['numbered_list_item', 'to_do', 'quote', 'code'])
        .map((type) => [type, value()]),
    ),
    answer: ({ call, who, world, path, body }) => {
      checkSize(call.body);
      const { store, writer } = at(who, world);
      const found = block(store, String(path.id));
      const content = body[found.type];
      if (!isObject(content) || 'children' in content)
        throw wrong(`body.${found.type} should be defined`);
      checkBlocks([{ type: found.type, [found.type]: { ...found.content, ...content } }]);
      found.content = { ...found.content, ...content };
      touchPage(store, writer, found.id);
      return json(200, shownBlock(found));
    },
  }),
  remove('/v1/blocks/{id}', {
    answer: ({ who, world, path }) => {
      const { store, writer } = at(who, world);
      const found = block(store, String(path.id));
      touchPage(store, writer, found.id);
      removeBlock(store, found);
      return json(200, shownBlock(found));
    },
  }),
];

/** The child after which new ones go; null: before all. */
function place(parent: { children: string[] }, position: unknown): string | null {
  const last = parent.children.at(-1) ?? null;
  if (position === undefined) return last;
  if (!isObject(position)) throw wrong('body.position should be an object');
  if (position.type === 'end') return last;
  if (position.type === 'start') return null;
  const after = isObject(position.after_block) ? position.after_block.id : null;
  if (position.type !== 'after_block' || typeof after !== 'string')
    throw wrong('body.position.type should be "start", "end" or "after_block"');
  return dashed(after);
}

/** A written page; undefined: it is a generated one, or there is none. */
export const writtenPage = (who: Who, world: World, id: string): object | undefined => {
  const store = storeOf(world, who.account);
  const found = store.pages.get(dashed(id));
  if (!found) return undefined;
  return shownPage(store, page(store, id));
};

/** The blocks right inside a written page or block; undefined: it is a generated one, or there is none. */
export function writtenChildren(who: Who, world: World, id: string): object[] | undefined {
  const store = storeOf(world, who.account);
  const found = store.pages.get(dashed(id)) ?? store.blocks.get(dashed(id));
  return found?.children.map((one) => shownBlock(store.blocks.get(one)!));
}

/** Databases written under a page, as blocks of it. */
export const writtenDatabases = (who: Who, world: World, page_id: string): object[] =>
  [...storeOf(world, who.account).databases.values()]
    .filter(({ parent_id, in_trash }) => parent_id === dashed(page_id) && !in_trash)
    .map((one) => ({
      object: 'block',
      id: one.id,
      parent: { type: 'page_id', page_id },
      has_children: false,
      in_trash: false,
      type: 'child_database',
      child_database: {
        title: (one.title as { text: { content: string } }[]).map((r) => r.text.content).join(''),
      },
    }));
