import { expect, it } from 'vitest';
import { joined, type Join } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const MEDIA: Join = { keys: 'shows.keys', from: 'beside.media', key: 'key', into: 'media' };
const [a, b] = [
  { key: 'a', n: 1 },
  { key: 'b', n: 2 },
];
const body: Json = { beside: { media: [a, b, { n: 3 }] } };

it('each item gets what it names, in its own order; what names nothing is the same object', () => {
  const bare = { id: 1, shows: {} };
  const items = [bare, { id: 2, shows: { keys: ['b', 'a'] } }, { id: 3, shows: { keys: 'a' } }];
  const found = joined(body, items, [MEDIA]);
  expect(found[0]).toBe(bare);
  expect(found.slice(1)).toEqual([
    { ...items[1], media: [b, a] },
    { ...items[2], media: [a] },
  ]);
  expect(items[1]).not.toHaveProperty('media');
});

it('a key the answer does not explain is left out, and so is a list that is missing', () => {
  const item = { shows: { keys: ['z', 'a', null, { a: 1 }] } };
  expect(joined(body, [item], [MEDIA])).toEqual([{ ...item, media: [a] }]);
  const without: Json[] = [{}, { beside: null }, { beside: { media: 'none' } }, null];
  for (const empty of without)
    expect(joined(empty, [item, 'text', null], [MEDIA])).toEqual([item, 'text', null]);
  expect(joined(body, [item])).toEqual([item]);
});
