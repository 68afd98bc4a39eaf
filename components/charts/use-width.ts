'use client';
import { startTransition, useEffect, useRef, useState, type RefObject } from 'react';

/** The width of an element in pixels, as it is now; `before` until it is known. */
export function useWidth(before: number): [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(before);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const now = Math.max(200, Math.round(entry.contentRect.width));
      startTransition(() => setWidth(now)); // a chart is drawn in pieces, between what people do
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
