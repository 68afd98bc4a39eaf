import { expect, it } from 'vitest';
import { mayDelete } from '@/lib/sync/sweep';

it.each([
  // Nothing to remove.
  [0, 0, null, true],
  [0, 40, null, true],
  // Few of many, and as many as a fifth.
  [1, 2, null, true],
  [50, 100, null, true],
  [51, 255, null, true],
  [200, 1_000, null, true],
  // More than 50 and more than a fifth.
  [51, 254, null, false],
  [201, 1_000, null, false],
  // Everything, however little it is.
  [1, 1, null, false],
  [5, 5, null, false],
  [40, 40, null, false],
  [50, 50, null, false],
  // More than half of more than a handful.
  [3, 5, null, true],
  [3, 6, null, true],
  [4, 6, null, false],
  [21, 40, null, false],
  [20, 40, null, true],
  // A person's yes, and a tenth more.
  [40, 40, 40, true],
  [1, 1, 1, true],
  [480, 2_000, 480, true],
  [528, 2_000, 480, true],
  [529, 2_000, 480, false],
  [480, 2_000, 100, false],
  [60, 2_000, 1, true],
])('%i of %i, confirmed %s: %s', (would_delete, of, confirmed, may) => {
  expect(mayDelete(would_delete, of, confirmed)).toBe(may);
});
