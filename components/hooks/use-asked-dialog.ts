'use client';
import { useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';

/**
 * What the address asks for, from a notification: `?do=reconnect` to repair a grant that is gone,
 * `?do=renew` one that is about to end. Once: the address forgets it. The second value says that it
 * was answered.
 */
export function useAskedReconnect(): ['reconnect' | 'renew' | null, () => void] {
  const [asked, setAsked] = useQueryState('do', { history: 'replace' });
  const [open, setOpen] = useState<'reconnect' | 'renew' | null>(
    asked === 'reconnect' || asked === 'renew' ? asked : null,
  );
  useEffect(() => {
    if (asked !== null) void setAsked(null);
  }, [asked, setAsked]);
  return [open, () => setOpen(null)];
}
