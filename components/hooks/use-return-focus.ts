'use client';
import { useState } from 'react';
import { focusContent } from '@/components/hooks/use-kept-focus';

/**
 * Remembers what had the focus when a dialog was opened without a trigger of its own, and answers
 * how to give it back. For an entry of a menu that is the button of the menu: the entry itself is
 * gone by then. Where it came from is gone: the content has it.
 */
export function useReturnFocus(): () => boolean {
  const [origin] = useState(() => {
    const at = typeof document === 'undefined' ? null : document.activeElement;
    const menu = at?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    return menu ? document.getElementById(menu) : at;
  });
  return () => {
    if (!(origin instanceof HTMLElement) || !origin.isConnected || origin === document.body)
      return focusContent();
    origin.focus();
    return true;
  };
}
