/** Wakes whoever handles the inbox in this process; other processes look twice a second. */
const holder = globalThis as unknown as { inletInboxBell?: Set<() => void> };
const listeners = (): Set<() => void> => (holder.inletInboxBell ??= new Set());

/** Something has arrived. */
export const wakeInbox = (): void => listeners().forEach((ring) => ring());

/** Calls `ring` when something arrives in this process; the answer ends that. */
export function onArrival(ring: () => void): () => void {
  listeners().add(ring);
  return () => listeners().delete(ring);
}
