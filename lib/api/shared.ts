interface Reading {
  running: Promise<unknown>;
  /** Begins when the running one has ended; whoever asks until then waits for it. */
  next: Promise<unknown> | null;
}

const readings = new Map<string, Reading>();

/**
 * Answers those who ask the same at the same time with one reading. Nobody is given what was begun
 * before they asked: while a reading runs, whoever comes waits for the one after it, together. Of a
 * crowd that polls one resource the database sees two readings at a time at most. `key` says what is
 * asked and in whose name; a failure is theirs together, and nothing is kept afterwards.
 */
export function shared<T>(key: string, read: () => Promise<T>): Promise<T> {
  const there = readings.get(key);
  if (!there) return begin(key, read);
  there.next ??= there.running.then(
    () => begin(key, read),
    () => begin(key, read),
  );
  return there.next as Promise<T>;
}

function begin<T>(key: string, read: () => Promise<T>): Promise<T> {
  const running = read();
  const reading: Reading = { running, next: null };
  readings.set(key, reading);
  const ended = () => {
    if (reading.next === null) readings.delete(key);
  };
  running.then(ended, ended);
  return running;
}
