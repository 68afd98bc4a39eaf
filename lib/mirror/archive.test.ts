import { expect, it } from 'vitest';
import { mayArchive } from '@/lib/mirror/archive';

it.each([
  // Few, or few of many.
  [0, 0, null, true],
  [50, 50, null, true],
  [51, 255, null, true],
  [200, 1_000, null, true],
  // More than fifty and more than a fifth.
  [51, 254, null, false],
  [201, 1_000, null, false],
  // A person's yes, and a tenth more.
  [480, 2_000, 480, true],
  [528, 2_000, 480, true],
  [529, 2_000, 480, false],
])('%i of %i, confirmed %s: %s', (would_archive, of, confirmed, may) => {
  expect(mayArchive({ would_archive, of }, confirmed)).toBe(may);
});
