import { expect, it } from 'vitest';
import { mayDelete } from '@/lib/sync/sweep';

it.each([
  [0, 0, null, true],
  [50, 50, null, true],
  [51, 255, null, true],
  [51, 254, null, false],
  [200, 1_000, null, true],
  [201, 1_000, null, false],
  [480, 2_000, 480, true],
  [528, 2_000, 480, true],
  [529, 2_000, 480, false],
  [480, 2_000, 100, false],
  [60, 2_000, 1, true],
])('%i of %i, confirmed %s: %s', (would_delete, of, confirmed, may) => {
  expect(mayDelete(would_delete, of, confirmed)).toBe(may);
});
