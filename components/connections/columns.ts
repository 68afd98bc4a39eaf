import type { MessageKey } from '@/lib/client/words';
/** What a row of the list can show besides its name and its line. */
export const COLUMNS = ['changed', 'records'] as const;
export type ColumnName = (typeof COLUMNS)[number];

export const COLUMN_WORDS: Record<ColumnName, MessageKey> = {
  changed: 'connections.changed',
  records: 'connections.records',
};

const WIDTHS: Record<ColumnName, number> = { changed: 92, records: 72 };
const GAP = 20;
/** A button that says what to do needs this much. */
const BUTTON = 132;

/**
 * The columns of the list as CSS variables for its rows: `--row` of those that are in order,
 * `--row-needed` of those where a button takes the place of the figures. Both end where the other
 * does, so that everything stands on the same lines.
 */
export function gridOf(hidden: readonly ColumnName[]): Record<`--${string}`, string> {
  const shown = COLUMNS.filter((column) => !hidden.includes(column));
  const figures = shown.reduce((sum, column) => sum + WIDTHS[column], 0);
  const wide = Math.max(BUTTON, figures + GAP * (shown.length - 1));
  const widths = shown.map((column) => `${WIDTHS[column]}px`);
  // What a button needs beyond the figures is left free beside them.
  const free = wide - figures - GAP * Math.max(shown.length - 1, 0);
  const spare =
    shown.length === 0 ? [`${BUTTON}px`] : widths.toSpliced(0, 1, `${WIDTHS[shown[0]!] + free}px`);
  const [name, line, menu] = ['minmax(160px,1fr)', 'minmax(0,380px)', '32px'];
  return {
    '--row': [name, line, ...spare, menu].join(' '),
    '--row-needed': [name, line, `${wide}px`, menu].join(' '),
  };
}
