/**
 * Runs `work` on up to `width` items at a time and yields results in the order of the items: side
 * by side, and still a position means something. Waits for what is under way when it is left.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const flying: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const one = work(item);
      one.catch(() => undefined); // thrown where it is awaited
      flying.push(one);
      if (flying.length >= width) yield await flying.shift()!;
    }
    while (flying.length > 0) yield await flying.shift()!;
  } finally {
    await Promise.allSettled(flying);
  }
}
