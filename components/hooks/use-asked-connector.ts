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

/** Whether the catalog is open, from a click or from `?add=` in the address, which leaves it at once. */
export function useAskedCatalog(): [boolean, (open: boolean) => void] {
  const [asked, setAsked] = useQueryState('add', { history: 'replace' });
  const [open, setOpen] = useState(asked !== null);
  useEffect(() => {
    if (asked === null) return;
    setOpen(true);
    void setAsked(null);
  }, [asked, setAsked]);
  return [open, setOpen];
}
