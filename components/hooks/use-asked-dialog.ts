'use client';
import { useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';

/**
 * Whether the address asks for the reconnect dialog (`?do=reconnect`, from a notification): once,
 * and the address forgets it. The second value says that it was answered.
 */
export function useAskedReconnect(): [boolean, () => void] {
  const [asked, setAsked] = useQueryState('do', { history: 'replace' });
  const [open, setOpen] = useState(asked === 'reconnect');
  useEffect(() => {
    if (asked !== null) void setAsked(null);
  }, [asked, setAsked]);
  return [open, () => setOpen(false)];
}
