'use client';
import { useState } from 'react';
import { focusContent } from '@/components/hooks/use-kept-focus';

/** Where the first of the open dialogs came from: one that takes its place gives the focus back there. */
let first: Element | null = null;

/**
 * Remembers what had the focus when a dialog was opened without a trigger of its own, and answers
 * how to give it back. For an entry of a menu that is the button of the menu: the entry itself is
 * gone by then. Where it came from is gone: the content has it. Another dialog has taken its place:
 * that keeps it.
 */
export function useReturnFocus(): () => boolean {
  const [places] = useState(() => {
    const at = typeof document === 'undefined' ? null : document.activeElement;
    const menu = at?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    const from = menu ? document.getElementById(menu) : at;
    if (!from?.closest('[role=dialog]')) first = from;
    return [from, first];
  });
  return () => {
    const place = places.find((p) => p?.isConnected && p !== document.body);
    if (document.querySelector('[role=dialog]') && !place?.closest('[role=dialog]')) return true;
    if (!(place instanceof HTMLElement)) return focusContent();
    place.focus();
    return true;
  };
}
