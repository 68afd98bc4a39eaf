'use client';
import { useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';

/**
 * The connector whose dialog is open, from a click or from `?connect=` in the address, which asks
 * for it once and leaves the address at once: coming back to the page must not ask again.
 */
export function useAskedConnector(): [string | null, (type: string | null) => void] {
  const [asked, setAsked] = useQueryState('connect', { history: 'replace' });
  const [picked, pick] = useState<string | null>(asked);
  useEffect(() => {
    if (asked === null) return;
    pick(asked);
    void setAsked(null);
  }, [asked, setAsked]);
  return [picked, pick];
}

/** What of the catalog is shown: apps with a key, or those that wait for an app to be set up. */
export type Narrowed = 'key' | 'set_up';

const NARROWED: ReadonlySet<string> = new Set<Narrowed>(['key', 'set_up']);
const shownBy = (asked: string): Narrowed | 'all' =>
  NARROWED.has(asked) ? (asked as Narrowed) : 'all';

/**
 * What the open catalog shows, from a click or from `?add=` in the address, which leaves it at once;
 * null: it is not open.
 */
export function useAskedCatalog(): [
  Narrowed | 'all' | null,
  (open: Narrowed | 'all' | null) => void,
] {
  const [asked, setAsked] = useQueryState('add', { history: 'replace' });
  const [open, setOpen] = useState(asked === null ? null : shownBy(asked));
  useEffect(() => {
    if (asked === null) return;
    setOpen(shownBy(asked));
    void setAsked(null);
  }, [asked, setAsked]);
  return [open, setOpen];
}
