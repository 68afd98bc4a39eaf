import { readFileSync } from 'node:fs';

/**
 * Begins to watch; the function it answers tells which share of the processors' time other guests
 * of a virtual machine took since. 0 where the system does not say.
 */
export function stolenShare(): () => number {
  const before = ticks();
  return () => {
    const now = ticks();
    return now.all > before.all ? (now.stolen - before.stolen) / (now.all - before.all) : 0;
  };
}

function ticks(): { stolen: number; all: number } {
  try {
    const parts = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]!
      .trim()
      .split(/ +/)
      .slice(1, 9)
      .map(Number);
    return { stolen: parts[7]!, all: parts.reduce((a, b) => a + b, 0) };
  } catch {
    return { stolen: 0, all: 0 };
  }
}
