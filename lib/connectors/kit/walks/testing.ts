import { children, pages, text } from '@/lib/connectors/kit';
import type { Answer, Page, Parent, RequestSpec, Walk, World } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** A provider that answers by a function, for tests of walks. */
export interface FakeWorld extends World {
  asked: RequestSpec[];
  /** The most questions that were under way at a time. */
  widest: number;
}

export function fakeWorld(
  answer: (spec: RequestSpec) => Json | Promise<Json>,
  more: Partial<World> & { known?: readonly Parent[] } = {},
): FakeWorld {
  let flying = 0;
  const world: FakeWorld = {
    asked: [],
    widest: 0,
    context: { account: { id: 'a', details: {} }, config: {} },
    since: null,
    isLocal: () => true,
    sleep: async () => undefined,
    rows: () => Promise.reject(new Error('this world has no downloads')),
    parents: async function* (_, after) {
      for (const parent of more.known ?? [])
        if (after === null || parent.id > after.id) yield { ...parent, failed_before: false };
    },
    ask: async (spec) => {
      world.asked.push(spec);
      flying += 1;
      world.widest = Math.max(world.widest, flying);
      try {
        await new Promise(setImmediate);
        return answerOf(await answer(spec));
      } finally {
        flying -= 1;
      }
    },
    ...more,
  };
  return world;
}

export const answerOf = (body: Json): Answer => ({
  status: 200,
  headers: {},
  body,
  is_json: true,
});

export const parent = (id: string, bookmark: string | null = null): Parent => ({
  id,
  record: { id },
  bookmark,
});

/** All pages of a walk. */
export async function readAll(walk: Walk, world: World, from: Json | null = null): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of walk.read(from, world)) {
    pages.push(page);
    if (pages.length > 500) throw new Error('the walk does not end');
  }
  return pages;
}

/** What the same walk reads when it is cut after its page `n` and taken up again there. */
export async function readCut(walk: Walk, world: () => World, n: number): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of walk.read(null, world())) {
    pages.push(page);
    if (pages.length === n) break;
  }
  const { position } = pages.at(-1)!;
  if (position === null) return pages;
  const stored = JSON.parse(JSON.stringify(position)) as Json;
  return [...pages, ...(await readAll(walk, world(), stored))];
}

/** What pages hold, in order. */
export const contents = (pages: readonly Page[]): Json[] =>
  pages.flatMap((page) => [...page.items]);

/** One parameter of a request, as text. */
export const query = (spec: RequestSpec, key: string): string =>
  String((spec.query ?? {})[key] ?? '');
/** The path of a request. */
export const path = (spec: RequestSpec): string => new URL(spec.url).pathname;
/** Where the answers of this world name the next page. */
export const pageToken = (answer: Answer): string | null => text(answer.body, 'next');

/** A listing of numbers, three a page. */
export const numbers = (name: string): Walk =>
  pages<string>({
    request: ({ page }) => ({
      url: `https://api.example.com/${name}`,
      query: { page: page ?? undefined },
    }),
    records: 'data',
    next: pageToken,
  });

/** The answer to `numbers`: three of so many records. */
export function listing(spec: RequestSpec, count: number): Json {
  const from = Number(query(spec, 'page') || '0');
  const data = Array.from({ length: Math.min(3, count - from) }, (_, i) => ({
    id: `${path(spec)}/${from + i}`,
  }));
  return from + 3 < count ? { data, next: String(from + 3) } : { data };
}

/** Numbers per channel, with a bookmark each. */
export const messages = children<string>({
  parents: 'channels',
  request: ({ id }, { page, since }) => ({
    url: `https://api.example.com/${id}`,
    query: { page: page ?? undefined, since: since ?? undefined },
  }),
  records: 'data',
  next: pageToken,
  own: ({ id }, item) => ({ id: `${id}:${text(item, 'id')}`, channel: id }),
  bookmark: (before, _, records) => before ?? text(records[0], 'id'),
  width: 3,
});
/** The parents of `messages`. */
export const channels = ['a', 'b', 'c', 'd', 'e'].map((id) => parent(id));
