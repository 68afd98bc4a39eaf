import { expect, it } from 'vitest';
import { joined, type Join } from '@/lib/connectors/kit';

const MEDIA: Join = { keys: 'shows.keys', from: 'beside.media', key: 'key', into: 'media' };
const body = {
  beside: { media: [{ key: 'a', n: 1 }, { key: 'b', n: 2 }, { n: 3 }] },
};

it('each item gets what it names, in its own order; what names nothing is the same object', () => {
  const bare = { id: 1, shows: {} };
  const items = [bare, { id: 2, shows: { keys: ['b', 'a'] } }, { id: 3, shows: { keys: 'a' } }];
  const found = joined(body, items, [MEDIA]);
  expect(found[0]).toBe(bare);
  expect(found.slice(1)).toEqual([
    { ...items[1], media: [body.beside.media[1], body.beside.media[0]] },
    { ...items[2], media: [body.beside.media[0]] },
  ]);
  expect(items[1]).not.toHaveProperty('media');
});

it('a key the answer does not explain is left out, and so is a list that is missing', () => {
  const item = { shows: { keys: ['z', 'a', null, { a: 1 }] } };
  expect(joined(body, [item], [MEDIA])).toEqual([{ ...item, media: [{ key: 'a', n: 1 }] }]);
  for (const empty of [{}, { beside: null }, { beside: { media: 'none' } }, null])
    expect(joined(empty, [item, 'text', null], [MEDIA])).toEqual([item, 'text', null]);
  expect(joined(body, [item])).toEqual([item]);
});
