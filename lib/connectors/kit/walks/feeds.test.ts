import { describe, expect, it } from 'vitest';
import {
  byLinkHeader,
  changes,
  children,
  listAt,
  newest,
  NothingHere,
  text,
  type Page,
} from '@/lib/connectors/kit';
import {
  answerOf,
  channels,
  contents,
  fakeWorld,
  pageToken,
  path,
  readAll,
} from '@/lib/connectors/kit/walks/testing';
import type { Json } from '@/lib/contract/common';

describe('a feed', () => {
  it('is unfolded where an entry stands for several records', async () => {
    const log = changes({
      request: () => ({ url: 'https://api.example.com/log' }),
      records: 'entries',
      next: pageToken,
      unfold: (entries) => entries.flatMap((entry) => listAt(entry, 'added')),
      gone: ({ body }) => listAt(body, 'entries').flatMap((entry) => text(entry, 'lost') ?? []),
    });
    const world = fakeWorld(() => ({
      entries: [{ added: ['1', '2'] }, { lost: '3' }] as Json,
    }));
    const [page] = await readAll(log, world);
    expect([page!.items, page!.gone]).toEqual([['1', '2'], ['3']]);
  });
});

describe('a feed per parent', () => {
  const folder = children<string>({
    parents: 'folders',
    request: ({ id }) => ({ url: `https://api.example.com/${id}` }),
    records: 'data',
    next: pageToken,
    own: ({ id }, item) =>
      text(item, 'removed') === null ? { id: `${id}:${text(item, 'id')}` } : null,
    gone: ({ id }, { body }) =>
      listAt(body, 'data')
        .flatMap((item) => text(item, 'removed') ?? [])
        .map((one) => `${id}:${one}`),
    bookmark: newest('at'),
    width: 2,
  });
  const [a, b] = channels;
  const read = (answer: Parameters<typeof fakeWorld>[0]): Promise<Page[]> =>
    readAll(folder, fakeWorld(answer, { known: [a!, b!] }));

  it('names what is gone of the parent, and keeps the newest time met', async () => {
    const items: Json = [
      { id: '1', at: '5' },
      { removed: '2', at: '4' },
    ];
    const found = await read((spec) => ({ data: path(spec) === '/a' ? items : [] }));
    expect(contents(found)).toEqual([{ id: 'a:1' }]);
    expect(found.flatMap((page) => page.gone ?? [])).toEqual(['a:2']);
    expect(found.flatMap((page) => page.parent ?? [])).toEqual([
      { id: 'a', whole: true, bookmark: '5' },
      { id: 'b', whole: true, bookmark: null },
    ]);
  });

  it('passes over a parent the provider shows nothing of, and proves nothing by it', async () => {
    const found = await read((spec) => {
      if (path(spec) === '/a') throw new NothingHere('not_in_channel');
      return { data: [{ id: '1' }] };
    });
    expect(contents(found)).toEqual([{ id: 'b:1' }]);
    expect(found.flatMap((page) => page.failed_parent ?? [])).toEqual([]);
    expect(found.map((page) => page.proves_nothing ?? false)).toEqual([true, false, false]);
  });
});

describe('a Link header', () => {
  const next = (link: string) => byLinkHeader({ ...answerOf([]), headers: { link } });
  const prev = '<https://api.example.com/x?page=1>; rel="prev"';
  const more = '<https://api.example.com/x?page=3&since=a,b>; rel="next"';
  it.each([
    ['names the next page', `${prev}, ${more}`, 'https://api.example.com/x?page=3&since=a,b'],
    ['in any order', `${more}, ${prev}`, 'https://api.example.com/x?page=3&since=a,b'],
    ['or none', prev, null],
    ['or nothing', '', null],
  ])('%s', (_, link, found) => {
    expect(next(link)).toBe(found);
  });
});
