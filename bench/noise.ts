import { readFileSync } from 'node:fs';

/** Ticks in which a virtual machine wanted to run and was not let, since it started; 0 where the system does not tell. */
export function stolenTicks(): number {
  try { return Number(/^cpu +(?:\d+ ){7}(\d+)/.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0); } catch { return 0; }
}

/** The `count` measurements during which other guests of the machine took the least processor time away. */
export const quietest = <M extends { stolen: number }>(measurements: readonly M[], count: number): M[] => measurements.toSorted((a, b) => a.stolen - b.stolen).slice(0, count);
