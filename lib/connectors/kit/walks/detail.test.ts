import { describe, expect, it } from 'vitest';
import {
  detail,
  Gone,
  LATER,
  listAt,
  NothingHere,
  NotReady,
  text,
  type RequestSpec,
} from '@/lib/connectors/kit';
import {
  contents,
  fakeWorld,
  listing,
  numbers,
  path,
  query,
  readAll,
} from '@/lib/connectors/kit/walks/testing';
import type { Json } from '@/lib/contract/common';

describe('detail', () => {
  const one = detail({
    listing: numbers('ids'),
    id: (item) => text(item, 'id')!,
    expand: async (item, { ask }) =>
      (await ask({ url: `https://api.example.com/one${text(item, 'id')}` })).body,
    width: 2,
  });

  it('keeps what is not ready for later, and names what is gone', async () => {
    const world = fakeWorld((spec) => {
      if (path(spec) === '/one/ids/1') throw new NotReady('processing');
      if (path(spec) === '/one/ids/2') throw new Gone('deleted');
      return path(spec).startsWith('/one') ? { id: path(spec) } : listing(spec, 5);
    });
    const found = await readAll(one, world);
    expect(found.flatMap((page) => page.later ?? [])).toEqual([
      { id: '/ids/1', item: { id: '/ids/1' } },
    ]);
    expect(found.flatMap((page) => page.gone ?? [])).toEqual(['/ids/2']);
    expect(contents(found)).toHaveLength(3);
    expect(world.widest).toBeLessThanOrEqual(3); // two details and the next page of the listing
    expect(await one.again!({ id: '/ids/1' }, world)).toBe(LATER);
  });

  it('hands a long page out in pieces, and goes on behind the last one', async () => {
    const answer = (spec: RequestSpec) =>
      path(spec).startsWith('/one') ? { id: path(spec) } : listing(spec, 3);
    const [first] = await readAll(one, fakeWorld(answer));
    const world = fakeWorld(answer);
    const rest = contents(await readAll(one, world, first!.position));
    expect([contents([first!]), rest]).toEqual([
      [{ id: '/one/ids/0' }, { id: '/one/ids/1' }],
      [{ id: '/one/ids/2' }],
    ]);
    expect(world.asked.map(path)).toEqual(['/ids', '/one/ids/2']);
  });

  it('fetches what a page names twice once', async () => {
    const ids = ['/1', '/2', '/1', '/3', '/2'].map((id) => ({ id }));
    const world = fakeWorld((spec) =>
      path(spec).startsWith('/one') ? { id: path(spec) } : ({ data: ids } as Json),
    );
    await readAll(one, world);
    expect(world.asked.map(path)).toEqual(['/ids', '/one/1', '/one/2', '/one/3']);
  });

  it('fetches a page again when the item it stopped behind is gone from it', async () => {
    const world = fakeWorld((spec) =>
      path(spec).startsWith('/one') ? { id: path(spec) } : listing(spec, 3),
    );
    expect(contents(await readAll(one, world, { at: null, after: '/ids/9' }))).toHaveLength(3);
  });

  it('asks for several in one call, and what the provider leaves out comes later', async () => {
    const together = detail({
      listing: numbers('ids'),
      id: (item) => text(item, 'id')!,
      most: 2,
      expandAll: async (items, { ask }) => {
        const ids = items.map((item) => text(item, 'id')!);
        const query = { ids: ids.join(',') };
        const { body } = await ask({ url: 'https://api.example.com/many', query });
        const found = listAt(body, '');
        return ids.map((id) => found.find((one) => text(one, 'id') === id) ?? LATER);
      },
      width: 2,
    });
    const world = fakeWorld((spec) => {
      if (path(spec) !== '/many') return listing(spec, 5);
      const ids = query(spec, 'ids').split(',');
      if (ids.includes('/ids/4')) throw new NothingHere('none of them');
      return ids.filter((id) => id !== '/ids/1').map((id) => ({ id, whole: true }));
    });
    const found = await readAll(together, world);
    expect(contents(found)).toEqual(['0', '2'].map((n) => ({ id: `/ids/${n}`, whole: true })));
    expect(found.flatMap((page) => page.later ?? []).map(({ id }) => id)).toEqual([
      '/ids/1',
      '/ids/3',
      '/ids/4',
    ]);
    expect(world.asked.filter((spec) => path(spec) === '/many')).toHaveLength(3);
    expect(await together.again!({ id: '/ids/4' }, world)).toBe(LATER);
  });
});
