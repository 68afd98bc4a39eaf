'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Connection } from '@/lib/contract/connections';

const ROW_PX = 52;
const ROW_PX_NARROW = 76;

/** Thousands of rows, of which only those in view exist. Asks for more near the end. */
export function VirtualRows({
  rows,
  total,
  row,
  onEnd,
}: {
  rows: readonly Connection[];
  total: number;
  row: (c: Connection) => ReactNode;
  onEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    overscan: 12,
    getItemKey: (i) => rows[i]?.id ?? i,
    estimateSize: () => (window.matchMedia('(min-width: 768px)').matches ? ROW_PX : ROW_PX_NARROW),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 20) onEnd();
  }, [last, rows.length, onEnd]);
  return (
    <div
      ref={scroller}
      tabIndex={-1}
      className="h-[min(70dvh,780px)] overflow-y-auto overscroll-contain"
    >
      <ul aria-label="Connections" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <li
            key={item.key}
            aria-setsize={total}
            aria-posinset={item.index + 1}
            className="border-line absolute inset-x-0 top-0 border-b"
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            {rows[item.index] ? row(rows[item.index] as Connection) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
