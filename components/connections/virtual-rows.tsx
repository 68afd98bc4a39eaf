'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { columnsAt, type Group } from '@/components/connections/inventory-groups';
import type { Connection } from '@/lib/contract/connections';

const ROW_PX = 61;
const HEAD_PX = 48;

type Item = { head: Group; columns: boolean } | { c: Connection; place: number };

/**
 * Thousands of rows, of which only those in view exist. Asks for more near the end. Longer than a
 * screen: what is measured and what is drawn belong together.
 */
export function VirtualRows({
  groups,
  total,
  row,
  head,
  onEnd,
}: {
  groups: readonly Group[];
  total: number;
  row: (c: Connection) => ReactNode;
  head: (group: Group, columns: boolean) => ReactNode;
  onEnd: () => void;
}) {
  const t = useTranslations();
  const items = useMemo(() => itemsOf(groups), [groups]);
  const box = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(0);
  useEffect(() => setAbove(box.current?.offsetTop ?? 0), []);
  // With another function every place would be measured anew, at every step of the wheel.
  const getItemKey = useCallback((i: number) => keyOf(items[i], i), [items]);
  const virtual = useWindowVirtualizer({
    count: items.length,
    overscan: 12,
    scrollMargin: above,
    getItemKey,
    estimateSize: (i) => (items[i] && 'head' in items[i] ? HEAD_PX : ROW_PX),
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 20) onEnd();
  }, [last, items.length, onEnd]);
  return (
    <div ref={box}>
      <ul
        aria-label={t('connections.connections')}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {shown.map(({ index, key, start }) => {
          const item = items[index]!;
          const heading = 'head' in item;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              {...(heading
                ? { role: 'presentation' }
                : { 'aria-setsize': total, 'aria-posinset': item.place })}
              className="border-line absolute inset-x-0 top-0 border-b"
              style={{ transform: `translateY(${start - above}px)` }}
            >
              {heading ? head(item.head, item.columns) : row(item.c)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function keyOf(item: Item | undefined, i: number): string | number {
  if (!item) return i;
  return 'head' in item ? `head-${item.head.key}` : item.c.id;
}

function itemsOf(groups: readonly Group[]): Item[] {
  let place = 0;
  return groups.flatMap((group, i) => [
    { head: group, columns: i === columnsAt(groups) },
    ...group.rows.map((c) => ({ c, place: ++place })),
  ]);
}
