'use client';
import { useEffect } from 'react';

/** Gives the focus to the content of the page, without scrolling. False: there is none. */
export function focusContent(): boolean {
  const content = document.getElementById('main');
  content?.focus({ preventScroll: true });
  return content !== null;
}

/**
 * What has the focus may go while it has it: the row that was removed, the button that has done its
 * work. Then the content has it; a keyboard would otherwise begin at the top of the page. An open
 * dialog or menu keeps its focus by itself.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    const onFocus = (event: FocusEvent) => {
      last = event.target as Element;
    };
    const observer = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      if (!document.querySelector('[role=dialog], [role=menu]')) focusContent();
    });
    document.addEventListener('focusin', onFocus);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, []);
}
