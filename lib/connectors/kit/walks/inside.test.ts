import { describe, expect, it } from 'vitest';
import {
  choose,
  detail,
  Gone,
  LATER,
  NotReady,
  sequence,
  text,
  type Walk,
} from '@/lib/connectors/kit';
import {
  fakeWorld,
  listing,
  messages,
  numbers,
  path,
  readAll,
} from '@/lib/connectors/kit/walks/testing';
import type { Json } from '@/lib/contract/common';

describe('walks made of others', () => {
  const detailed = (name: string, later_days?: number): Walk =>
    detail({
      listing: numbers(name),
      id: (item) => text(item, 'id')!,
      expand: async (item, { ask }) =>
        (await ask({ url: `https://api.example.com/one${text(item, 'id')}` })).body,
      width: 2,
      later_days,
    });
  const waiting = () =>
    fakeWorld((spec) => {
      if (path(spec).startsWith('/one')) throw new NotReady('processing');
      return listing(spec, 1);
    });
  const ready = () => fakeWorld((spec) => ({ id: path(spec) }));

  it.each([
    ['sequence', sequence(numbers('x'), messages)],
    ['choose', choose(async () => 'a', { a: numbers('x'), b: messages })],
    ['sequence in a detail', detail({ ...none(), listing: sequence(numbers('x'), messages) })],
  ])('%s says which parents it starts from', (_, walk) => {
    expect(walk.parents).toEqual(['channels']);
  });

  it('a sequence has what was not ready tried again by the walk it came from', async () => {
    const walk = sequence(numbers('x'), detailed('ids', 3), detailed('others', 20));
    expect(walk.later_days).toBe(20);
    const later = (await readAll(walk, waiting())).flatMap((page) => page.later ?? []);
    expect(later.map(({ id }) => id)).toEqual(['/ids/0', '/others/0']);
    for (const { id, item } of JSON.parse(JSON.stringify(later)) as typeof later) {
      expect(await walk.again!(item, waiting())).toBe(LATER);
      expect(await walk.again!(item, ready())).toEqual({ id: `/one${id}` });
    }
  });

  it('a choice has what was not ready tried again by the walk it came from', async () => {
    let chosen: 'old' | 'new' = 'old';
    const walk = choose(async () => chosen, { old: detailed('ids'), new: detailed('others') });
    const [page] = await readAll(walk, waiting());
    chosen = 'new';
    const { item } = page!.later![0]!;
    expect(await walk.again!(item, ready())).toEqual({ id: '/one/ids/0' });
    const gone = fakeWorld(() => Promise.reject(new Gone('deleted')));
    expect(await walk.again!(item, gone)).toBeNull();
  });

  it('what a walk put off that is not there any more waits for its end', async () => {
    const later = choose(async () => 'b', { a: numbers('x'), b: detailed('ids') });
    expect(await later.again!({ of: 'c', item: {} }, ready())).toBe(LATER);
  });

  it('promise no second try where none of them has one', () => {
    const plain = sequence(numbers('x'), numbers('y'));
    expect(plain).not.toHaveProperty('again');
    expect(plain).not.toHaveProperty('parents');
    expect(plain).not.toHaveProperty('later_days');
  });
});

/** How a detail that changes nothing is declared. */
function none() {
  return { id: () => '', expand: async (item: Json) => item, width: 1 };
}
