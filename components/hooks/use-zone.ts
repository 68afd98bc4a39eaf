'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * The time zone of whoever reads. The server cannot know it and says UTC, and so does the first paint
 * in the browser: times of both together would be of no zone at all.
 */
export const useZone = (): string =>
  useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
