import type { MessageKey } from '@/lib/client/words';

/** How far back a first load may go, as it is offered: days, null for all there is, and in words. */
export const BACKFILL_RANGES: readonly (readonly [days: number | null, words: MessageKey])[] = [
  [null, 'words.everything'],
  [3 * 365, 'words.threeYears'],
  [365, 'words.oneYear'],
  [90, 'words.threeMonths'],
  [30, 'words.oneMonth'],
];
