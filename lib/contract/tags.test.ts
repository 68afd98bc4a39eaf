import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_TAG, MOST_TAGS, tagOf } from '@/lib/contract/tag';
import { ConnectionTag, ConnectionTags } from '@/lib/contract/tags';

/** What is typed in the console is held to the same. */
function refuses(tag: string): boolean {
  const parsed = ConnectionTag.safeParse(tag);
  expect(tagOf(tag)).toBe(parsed.success ? parsed.data : null);
  return !parsed.success;
}

it('one word is one tag, however it is written', () => {
  expect(
    ConnectionTags.parse([' Sales', 'SALES', 'sales  emea', 'Änderung', 'A\u0308nderung']),
  ).toEqual(['sales', 'sales emea', 'änderung']);
  for (const tag of ['👩‍💻 team', ' Vertrieb  Süd']) expect(refuses(tag)).toBe(false);
});

it('what is empty, too long, or cannot be seen is none', () => {
  for (const tag of [
    '',
    '   ',
    'a,b',
    'a\u0000',
    'a\u001bb',
    'a\nb',
    'a\u0085b',
    'a\u202eb',
    'a\u200bb',
  ])
    expect(refuses(tag), JSON.stringify(tag)).toBe(true);
  expect(refuses('x'.repeat(LONGEST_TAG))).toBe(false);
  expect(refuses('x'.repeat(LONGEST_TAG + 1))).toBe(true);
  // What becomes longer in small letters is measured as it is kept.
  expect(refuses('\u0130'.repeat(LONGEST_TAG))).toBe(true);
});

it('a connection has so many, counted after those that are the same', () => {
  const tags = Array.from({ length: MOST_TAGS }, (_, n) => `t${n}`);
  expect(ConnectionTags.safeParse([...tags, 'T0', ' t1 ']).success).toBe(true);
  expect(ConnectionTags.safeParse([...tags, 'one more']).success).toBe(false);
});

it('what was taken once is taken again as it is', () => {
  expect(ConnectionTag.parse('H\u0331')).toBe('\u1e96');
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 45 }), { maxLength: 25 }),
      (sent) => {
        const once = ConnectionTags.safeParse(sent);
        for (const tag of sent) refuses(tag);
        if (once.success) expect(ConnectionTags.parse(once.data)).toEqual(once.data);
      },
    ),
  );
});
