import type { Spread } from './spread.ts';

/** A row of the table: what was measured and, where there is one, the bar it has to reach. */
export interface Line {
  what: string;
  measured: string;
  value?: number | Spread;
  at_least?: number;
  at_most?: number;
}

const WHAT_WIDTH = 42;
const MEASURED_WIDTH = 14;

/** Whether a line misses its bar: of several rounds, the one in the middle. */
export function misses({ value, at_least = -Infinity, at_most = Infinity }: Line): boolean {
  if (value === undefined) return false;
  const middle = typeof value === 'number' ? value : value.median;
  return middle < at_least || middle > at_most;
}

/** The line as text: a mark when it misses its bar, min / median / max where there were rounds. */
export function inWords(line: Line): string {
  return [
    misses(line) ? '✗' : ' ',
    line.what.padEnd(WHAT_WIDTH),
    line.measured.padStart(MEASURED_WIDTH),
    '  ',
    valueOf(line.value).padEnd(20),
    barOf(line),
  ]
    .join(' ')
    .trimEnd();
}

function valueOf(value: Line['value']): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return value.toFixed(2);
  return [value.min, value.median, value.max].map((v) => v.toFixed(2)).join(' / ');
}

function barOf({ at_least, at_most }: Line): string {
  if (at_least !== undefined) return `≥ ${at_least}`;
  return at_most === undefined ? '' : `≤ ${at_most}`;
}

export const perSecond = (n: number): string => `${Math.round(n).toLocaleString('en')}/s`;
export const ms = (n: number): string => `${n.toFixed(2)} ms`;
