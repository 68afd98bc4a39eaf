const CHANNEL = 'inlet-authorization';
const STORED = 'inlet.authorization';
/** How often a tab that waits asks by itself. */
export const ASK_EVERY_MS = 2_500;

/** What came of an authorization in another tab. */
export interface Ended {
  connected: string | null;
  connection_error: string | null;
}

/**
 * Tells the other tabs of this browser that an authorization has ended: those that listen to the
 * channel, and those that only see the storage change. A browser may have neither.
 */
export function tellOtherTabs(ended: Ended): void {
  try {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(ended);
    channel.close();
  } catch {
    // No channel in this browser: the storage, or the asking, does it.
  }
  try {
    window.localStorage.setItem(STORED, JSON.stringify({ ...ended, at: performance.now() }));
    window.localStorage.removeItem(STORED);
  } catch {
    // No storage, or it is full.
  }
}

/**
 * Waits for an authorization in another tab. `heard` is called with what a tab says, by channel or
 * storage, and with null every few seconds: time to ask the server. Answers how to stop.
 */
export function listenToTabs(heard: (ended: Ended | null) => void): () => void {
  const asking = window.setInterval(() => heard(null), ASK_EVERY_MS);
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === STORED && newValue !== null) heard(JSON.parse(newValue) as Ended);
  };
  window.addEventListener('storage', onStorage);
  let channel: BroadcastChannel | undefined;
  try {
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<Ended>) => heard(data);
  } catch {
    // No channel in this browser.
  }
  return () => {
    window.clearInterval(asking);
    window.removeEventListener('storage', onStorage);
    channel?.close();
  };
}
