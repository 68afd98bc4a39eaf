'use client';
import { useState, type KeyboardEvent } from 'react';

/**
 * Walks the points of a chart with the arrow keys; Home and End go to the ends, Escape leaves. `at` is
 * the point that is looked at, by pointer or by key; null: none.
 */
export function useWalk(count: number) {
  const [at, setAt] = useState<number | null>(null);
  const shown = at === null || count === 0 ? null : Math.min(at, count - 1);
  return {
    at: shown,
    look: setAt,
    chart: {
      tabIndex: 0,
      onBlur: () => setAt(null),
      onMouseLeave: () => setAt(null),
      onKeyDown: (event: KeyboardEvent) => {
        const from = shown ?? count;
        const to = {
          ArrowLeft: Math.max(0, from - 1),
          ArrowRight: shown === null ? 0 : Math.min(count - 1, shown + 1),
          Home: 0,
          End: count - 1,
        }[event.key];
        if (to !== undefined && count > 0) setAt(to);
        else if (event.key === 'Escape' && shown !== null) setAt(null);
        else return;
        event.preventDefault();
      },
    },
  };
}
