/** How far back a first load may go, as it is offered: days, null for all there is, and in words. */
export const BACKFILL_RANGES: readonly (readonly [days: number | null, words: string])[] = [
  [null, 'Everything there is'],
  [3 * 365, 'Three years'],
  [365, 'One year'],
  [90, 'Three months'],
  [30, 'One month'],
];
