'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/**
 * After a link within the console the content has the focus, as after a page that is loaded: what had
 * it is gone, and a keyboard would begin at the top. What took the focus by itself keeps it.
 */
export function useFocusAfterNavigation(): void {
  const path = usePathname();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const at = document.activeElement;
    if (at === null || at === document.body || at.closest('nav'))
      document.getElementById('main')?.focus();
  }, [path]);
}
