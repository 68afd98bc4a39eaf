'use client';
import { use, useSyncExternalStore } from 'react';
import { Zone } from '@/components/ui/time';

const never = () => () => undefined;

/** Asked for once: finding out takes milliseconds, and it stays while a page is open. */
let found: string | undefined;
const zoneOfBrowser = (): string => (found ??= Intl.DateTimeFormat().resolvedOptions().timeZone);

/**
 * The time zone of whoever reads: the one they chose, or their browser's. The server cannot know the
 * latter and says UTC, and so does the first paint in the browser: times of both together would be of
 * no zone at all.
 */
export function useZone(): string {
  const chosen = use(Zone);
  return useSyncExternalStore(
    never,
    () => chosen ?? zoneOfBrowser(),
    () => chosen ?? 'UTC',
  );
}
