import pLimit from 'p-limit';

const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop that no other waiter has. Heavy pieces of work begin with
 * it: what comes in between, a person's request above all, waits for one of them and not for all
 * that are ready.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(next);
  });
}

function next(): void {
  waiting[0]!();
  waiting.shift();
  if (waiting.length > 0) setImmediate(next);
}

/** Runs pieces of work, at most so many at a time, in the order they came. */
export const atMost = pLimit;
