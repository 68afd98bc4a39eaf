'use client';
import { useTranslations } from 'next-intl';
import { createContext, use, useSyncExternalStore } from 'react';
import { formatDay, formatPast, formatRelative } from '@/lib/client/format';

const TICK_MS = 10_000;

/** When the server rendered the page: the first paint in the browser says the same words. */
export const RenderedAt = createContext(0);

/** The zone the reader chose; undefined: the browser’s own. */
export const Zone = createContext<string | undefined>(undefined);

/** A day in the reader’s zone; in UTC when they chose none, which the server does not know. */
export function useDay(): (iso: string) => string {
  const t = useTranslations();
  const zone = use(Zone);
  return (iso) => formatDay(iso, zone, t);
}

/** One clock for all relative times of the page. */
let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * The clock begins with the moment the page was rendered: what comes to life then agrees with what
 * is there, and is not drawn a second time at once.
 */
function read(rendered_at: number): number {
  if (now === 0) now = rendered_at;
  if (Date.now() - now > TICK_MS) now = Date.now();
  return now;
}

/**
 * "3 minutes ago", kept current; TimeHints shows the exact moment on hover and focus. `prefix` goes
 * before the words. What has happened is never in the future, whatever two clocks say; `future`: it
 * is still to come.
 */
export function Time({
  iso,
  prefix = '',
  future = false,
  className,
}: {
  iso: string;
  prefix?: string;
  future?: boolean;
  className?: string;
}) {
  const t = useTranslations();
  const now_ms = useNow();
  return (
    <time dateTime={iso} tabIndex={0} className={className} suppressHydrationWarning>
      {prefix}
      {future ? formatRelative(iso, now_ms, t) : formatPast(iso, now_ms, t)}
    </time>
  );
}

/** The current time in epoch milliseconds, ticking every ten seconds. */
export function useNow(): number {
  const rendered_at = use(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => read(rendered_at),
    () => rendered_at,
  );
}
