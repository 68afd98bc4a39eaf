import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '@/lib/platform/cursor';
import { newId } from '@/lib/platform/ids';

const AT = '2026-11-25T10:00:00.000Z';
const raw = (text: string) => Buffer.from(text).toString('base64url');

test('a cursor reads back as what it was made from', () => {
  const id = newId();
  expect(decodeCursor('c', encodeCursor('c', AT, id), ['time', 'id'])).toEqual([AT, id]);
  const largest = '9223372036854775807';
  expect(decodeCursor('s', encodeCursor('s', largest), ['sequence'])).toEqual([largest]);
});

test.each([
  ['a number PostgreSQL has no room for', encodeCursor('s', '9223372036854775808')],
  ['nineteen nines', encodeCursor('s', '9'.repeat(19))],
  ['a longer one', encodeCursor('s', '9'.repeat(40))],
  ['a negative one', encodeCursor('s', '-1')],
  ['a fraction', encodeCursor('s', '1.5')],
  ['nothing', encodeCursor('s', '')],
  ['two', encodeCursor('s', '1', '2')],
  ['another list’s', encodeCursor('q', '1')],
  ['not base64url', 's:1'],
  ['padded', `${raw('s:1')}=`],
  ['empty', ''],
])('a sequence that is %s is refused', (_, cursor) => {
  expect(() => decodeCursor('s', cursor, ['sequence'])).toThrow(
    expect.objectContaining({ code: 'invalid_cursor' }),
  );
});

test.each([
  ['2026-13-45T99:99:99.000Z', newId()],
  ['2026-02-30T00:00:00.000Z', newId()],
  ['0000-01-01T00:00:00.000Z', newId()],
  ['2026-11-25', newId()],
  [AT, '-'.repeat(36)],
  [AT, 'f'.repeat(36)],
])('%s with %s is refused', (at, id) => {
  expect(() => decodeCursor('c', encodeCursor('c', at, id), ['time', 'id'])).toThrow(
    expect.objectContaining({ code: 'invalid_cursor' }),
  );
});
