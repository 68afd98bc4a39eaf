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

/** Runs pieces of work, at most `n` at a time, in the order they came. */
export function atMost(n: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let free = n;
  return async (work) => {
    if (free > 0) free -= 1;
    else
      await new Promise<void>((resolve) => {
        queue.push(resolve);
      });
    try {
      return await work();
    } finally {
      const next = queue.shift(); // hands its place on
      if (next) next();
      else free += 1;
    }
  };
}
