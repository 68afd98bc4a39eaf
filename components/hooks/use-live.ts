'use client';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { useSession } from '@/components/hooks/use-workspace';
import { keys } from '@/lib/client/queries';

/** Changes that come together are read together. */
const GATHER_MS = 400;
/** How often an open page asks by itself while nobody can tell it. */
const POLL_MS = 5_000;
/** A stream that does not open within this is not waited for. */
const OPEN_WITHIN_MS = 8_000;

/**
 * Keeps what a page shows of connections true: the server tells which changed, and those are read
 * again. Where no stream opens it asks every five seconds instead. A hidden page does neither, and
 * reads everything once when it is looked at again. When somebody decides anew who may do what, the
 * frame is read again with the page. Where connections are hidden there is nothing to hear.
 */
export function useLive(): void {
  const {
    workspace: { slug: workspace },
    access,
  } = useSession();
  const client = useQueryClient();
  const router = useRouter();
  const onDecided = useEffectEvent(() => router.refresh());
  const hidden = access.connections === 'hidden';
  useEffect(() => {
    if (hidden) return;
    let stop: (() => void) | null = null;
    const follow = () => {
      const shown = document.visibilityState === 'visible';
      if (shown && stop === null) {
        stop = listen(client, workspace, onDecided);
      } else if (!shown && stop !== null) {
        stop();
        stop = null;
      }
    };
    const onShow = () => {
      if (document.visibilityState === 'visible') everything(client, workspace);
      follow();
    };
    follow();
    document.addEventListener('visibilitychange', onShow);
    return () => {
      document.removeEventListener('visibilitychange', onShow);
      stop?.();
    };
  }, [client, workspace, hidden]);
}

/** Listens, or asks by itself while nothing is heard. Answers how to stop. */
function listen(client: QueryClient, workspace: string, onDecided: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Set<string>();
  const poll = (on: boolean) => {
    if (on === (timer !== undefined)) return;
    clearInterval(timer);
    timer = on ? setInterval(() => everything(client, workspace), POLL_MS) : undefined;
  };
  const source = new EventSource(`/api/live?workspace=${encodeURIComponent(workspace)}`);
  const late = setTimeout(() => poll(true), OPEN_WITHIN_MS);
  source.addEventListener('open', () => {
    clearTimeout(late);
    if (timer !== undefined) everything(client, workspace);
    poll(false);
  });
  source.addEventListener('error', () => poll(true));
  source.addEventListener('access', () => onDecided());
  source.addEventListener('connections', (event) => {
    for (const id of (JSON.parse((event as MessageEvent<string>).data) as { ids: string[] }).ids)
      waiting.add(id);
    gathering ??= setTimeout(() => {
      gathering = undefined;
      read(client, workspace, waiting);
      waiting.clear();
    }, GATHER_MS);
  });
  return () => {
    clearTimeout(late);
    clearTimeout(gathering);
    poll(false);
    source.close();
  };
}

function read(client: QueryClient, workspace: string, ids: ReadonlySet<string>): void {
  void client.invalidateQueries({ queryKey: keys.connections(workspace) });
  for (const id of ids) void client.invalidateQueries({ queryKey: keys.connection(workspace, id) });
}

/** Only what is on the page is asked for. */
function everything(client: QueryClient, workspace: string): void {
  void client.invalidateQueries({ queryKey: keys.connections(workspace) });
  void client.invalidateQueries({ queryKey: keys.everyConnection(workspace) });
}
