export type Message =
  | { kind: 'success' | 'error'; title: string; description?: string }
  /** Told by the toaster, in the reader’s language. */
  | { kind: 'failure'; error: unknown };

/**
 * Messages said before the toaster was there wait here; it is only fetched when there is something
 * to say.
 */
const waiting: Message[] = [];
let wake: (() => void) | null = null;

/** Says something short that needs no answer. */
export function say(kind: 'success' | 'error', title: string, description?: string): void {
  waiting.push({ kind, title, description });
  wake?.();
}

/** Says what failed, and what to do about it. */
export function sayFailure(error: unknown): void {
  waiting.push({ kind: 'failure', error });
  wake?.();
}

/** Calls back whenever there is something to say. Answers the way to stop. */
export function onMessage(listener: () => void): () => void {
  wake = listener;
  if (waiting.length > 0) listener();
  return () => {
    wake = null;
  };
}

/** Everything still to be said, once. */
export const takeMessages = (): Message[] => waiting.splice(0);
