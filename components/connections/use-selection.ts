'use client';
import { useCallback, useMemo, useState } from 'react';
import type { Connection } from '@/lib/contract/connections';

/** The connections that are selected, of those that are listed. */
export interface Selection {
  size: number;
  rows: Connection[];
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  all: () => void;
  clear: () => void;
}

/** Selected rows; one that is listed no more is selected no more. */
export function useSelection(rows: readonly Connection[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  // The same all the time: a row is drawn anew when it is about the row.
  const toggle = useCallback(
    (id: string) =>
      setIds((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  return useMemo(() => {
    const selected = rows.filter((c) => ids.has(c.id));
    return {
      size: selected.length,
      rows: selected,
      has: (id) => ids.has(id),
      toggle,
      all: () => setIds(new Set(rows.map((c) => c.id))),
      clear: () => setIds(new Set()),
    };
  }, [rows, ids, toggle]);
}
