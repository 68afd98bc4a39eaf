import { describe, expect, it } from 'vitest';
import {
  at,
  BrokenPaging,
  changes,
  byPageToken,
  children,
  choose,
  detail,
  listOf,
  NothingHere,
  pages,
  sequence,
  text,
  TooLarge,
  type Answer,
  type Walk,
  type World,
} from '@/lib/connectors/kit';
import {
  channels,
  contents,
  pageToken,
  fakeWorld,
  listing,
  messages,
  numbers,
  parent,
  path,
  query,
  readAll,
  readCut,
} from '@/lib/connectors/kit/walks/testing';
import type { FakeWorld } from '@/lib/connectors/kit/walks/testing';
import type { Json } from '@/lib/contract/common';

/** Every walk, and the world it is read in. */
const WALKS: Record<string, [Walk, () => FakeWorld]> = {
  pages: [numbers('x'), () => fakeWorld((spec) => listing(spec, 11))],
  sequence: [sequence(numbers('x'), numbers('y')), () => fakeWorld((spec) => listing(spec, 7))],
  children: [messages, () => fakeWorld((spec) => listing(spec, 8), { known: channels })],
  detail: [
    detail({
      listing: numbers('ids'),
      id: (item) => text(item, 'id')!,
      expand: async (item, { ask }) =>
        (await ask({ url: `https://api.example.com/one${text(item, 'id')}` })).body,
      width: 2,
    }),
    () =>
      fakeWorld((spec) =>
        path(spec).startsWith('/one') ? { id: path(spec), whole: true } : listing(spec, 8),
      ),
  ],
  choose: [
    choose(async () => 'few', { few: numbers('x'), many: numbers('y') }),
    () => fakeWorld((spec) => listing(spec, 11)),
  ],
  'children inside a sequence': [
    sequence(numbers('x'), messages),
    () => fakeWorld((spec) => listing(spec, 8), { known: channels }),
  ],
  changes: [
    changes<string>({
      request: ({ page }) => ({
        url: 'https://api.example.com/feed',
        query: { page: page ?? undefined },
      }),
      records: 'data',
      next: pageToken,
      gone: ({ body }) => listOf({ body } as Answer, 'gone').map(String),
      only: (item) => at(item, 'removed') === undefined,
    }),
    () => fakeWorld((spec) => ({ ...(listing(spec, 8) as object), gone: [query(spec, 'page')] })),
  ],
};

describe.each(Object.entries(WALKS))('%s', (_, [walk, world]) => {
  it('reads the same when it is cut after any page and taken up again', async () => {
    const whole = await readAll(walk, world());
    expect(whole.length).toBeGreaterThan(2);
    for (let n = 1; n <= whole.length; n++) {
      const cut = await readCut(walk, world, n);
      expect(contents(cut), `cut after page ${n}`).toEqual(contents(whole));
      expect(cut.flatMap((page) => page.gone ?? [])).toEqual(
        whole.flatMap((page) => page.gone ?? []),
      );
    }
  });

  it('says where it ends, once, and leaves nothing under way', async () => {
    const here = world();
    const whole = await readAll(walk, here);
    expect(whole.map((page) => page.position).indexOf(null)).toBe(whole.length - 1);
    const asked = here.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(here.asked).toHaveLength(asked);
  });

  it('passes on what the provider refuses', async () => {
    const here = world();
    let n = 0;
    const failing: World = {
      ...here,
      isLocal: () => false,
      ask: (spec, shape) =>
        ++n > 2 ? Promise.reject(new Error('no more')) : here.ask(spec, shape),
    };
    await expect(readAll(walk, failing)).rejects.toThrow('no more');
  });
});

describe('pages', () => {
  it('asks for the next page before this one is taken', async () => {
    const world = fakeWorld((spec) => listing(spec, 9));
    for await (const page of numbers('x').read(null, world)) {
      expect(page.items).toHaveLength(3);
      expect(world.asked).toHaveLength(2);
      break;
    }
  });

  it('stops at a page position that comes back, after the page was handed out', async () => {
    const world = fakeWorld(() => ({ data: [{ id: '1' }], next: 'again' }));
    const read: Json[] = [];
    const all = async () => {
      for await (const page of numbers('x').read(null, world)) read.push(...page.items);
    };
    await expect(all()).rejects.toThrow(BrokenPaging);
    expect(read).toHaveLength(2);
  });

  it('takes “nothing here” for an empty listing on the first page only, and for no proof', async () => {
    const nothing = fakeWorld(() => Promise.reject(new NothingHere('none')));
    expect(await readAll(numbers('x'), nothing)).toEqual([
      { items: [], position: null, proves_nothing: true },
    ]);
    const middle = fakeWorld((spec) =>
      query(spec, 'page') === '' ? listing(spec, 9) : Promise.reject(new NothingHere('none')),
    );
    await expect(readAll(numbers('x'), middle)).rejects.toThrow(BrokenPaging);
  });

  it('asks for less when an answer is too large, and fails when one record is', async () => {
    const sized = pages<string>({
      request: ({ size }) => ({ url: 'https://api.example.com/x', query: { size } }),
      page_size: 100,
      records: 'data',
      next: () => null,
    });
    const upTo = (most: number) =>
      fakeWorld((spec) =>
        Number(query(spec, 'size')) > most
          ? Promise.reject(new TooLarge('12 MB'))
          : { data: [{ id: query(spec, 'size') }] },
      );
    expect(contents(await readAll(sized, upTo(10)))).toEqual([{ id: '7' }]);
    await expect(readAll(sized, upTo(0))).rejects.toThrow(TooLarge);
  });
});

describe('children', () => {
  it('asks for first pages side by side, not wider than declared, and keeps their order', async () => {
    const world = fakeWorld((spec) => listing(spec, 2), { known: channels });
    const found = await readAll(messages, world);
    expect(world.widest).toBe(3);
    expect(found.flatMap((page) => page.parent?.id ?? [])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('names a parent that fails and reads the others', async () => {
    const world = fakeWorld(
      (spec) =>
        path(spec) === '/c' ? Promise.reject(new Error('not in channel')) : listing(spec, 4),
      { known: channels },
    );
    const found = await readAll(messages, world);
    expect(found.flatMap((page) => page.failed_parent ?? [])).toEqual([
      { id: 'c', reason: 'not in channel' },
    ]);
    expect(found.filter((page) => page.parent?.whole).map((page) => page.parent!.id)).toEqual([
      'a',
      'b',
      'd',
      'e',
    ]);
    expect(contents(found)).toHaveLength(16);
  });

  it('names a parent whose pages go in a circle, and reads the others', async () => {
    const world = fakeWorld(
      (spec) => (path(spec) === '/c' ? { data: [{ id: 'x' }], next: '1' } : listing(spec, 4)),
      { known: channels },
    );
    const found = await readAll(messages, world);
    expect(found.flatMap((page) => page.failed_parent?.id ?? [])).toEqual(['c']);
    expect(found.flatMap((page) => (page.parent?.whole ? page.parent.id : []))).toEqual([
      'a',
      'b',
      'd',
      'e',
    ]);
    expect(world.asked.filter((spec) => path(spec) === '/c')).toHaveLength(2);
  });

  it('keeps a bookmark per parent, moved with its last page', async () => {
    const known = [parent('a', '/a/7'), parent('b')];
    const world = fakeWorld((spec) => listing(spec, 4), { known });
    const found = await readAll(messages, world);
    expect(world.asked.filter((s) => path(s) === '/a').map((s) => query(s, 'since'))).toEqual([
      '/a/7',
      '/a/7',
    ]);
    const marks = found.filter((page) => page.parent?.whole).map((page) => page.parent);
    expect(marks).toEqual([
      { id: 'a', whole: true, bookmark: '/a/7' },
      { id: 'b', whole: true, bookmark: '/b/0' },
    ]);
  });

  it('leaves out parents that are what they were, but none on a full pass or that failed', async () => {
    const stamped = children<string>({
      parents: 'channels',
      request: ({ id }, { page }) => ({
        url: `https://api.example.com/${id}`,
        query: { page: page ?? undefined },
      }),
      records: 'data',
      next: byPageToken('next'),
      own: (_, item) => item,
      stamp: (record) => text(record, 'last'),
      width: 2,
    });
    const known = (bookmark: string | null) =>
      ['a', 'b'].map((id) => ({
        ...parent(id, id === 'a' ? bookmark : 'older'),
        record: { id, last: 'now' },
      }));
    const asks = async (since: string | null, bookmark: string | null) => {
      const world = fakeWorld((spec) => listing(spec, 1), { known: known(bookmark), since });
      const found = await readAll(stamped, world);
      return found.flatMap((page) => (page.parent?.whole ? [page.parent] : []));
    };
    const read = (id: string) => ({ id, whole: true, bookmark: 'now' });
    expect(await asks('2026-01-01', 'now')).toEqual([read('b')]);
    expect(await asks('2026-01-01', null)).toEqual([read('a'), read('b')]);
    expect(await asks(null, 'now')).toEqual([read('a'), read('b')]);
  });

  it('leaves parents without children out', async () => {
    const some = children<string>({
      parents: 'messages',
      which: (record) => text(record, 'id') !== 'b',
      request: ({ id }) => ({ url: `https://api.example.com/${id}` }),
      records: 'data',
      next: pageToken,
      own: (_, item) => item,
      width: 2,
    });
    const world = fakeWorld((spec) => listing(spec, 1), { known: channels });
    await readAll(some, world);
    expect(world.asked.map(path)).toEqual(['/a', '/c', '/d', '/e']);
  });
});
