'use client';
import { useMemo, useState } from 'react';
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
  return useMemo(() => {
    const selected = rows.filter((c) => ids.has(c.id));
    return {
      size: selected.length,
      rows: selected,
      has: (id) => ids.has(id),
      toggle: (id) =>
        setIds((old) => {
          const next = new Set(old);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
      all: () => setIds(new Set(rows.map((c) => c.id))),
      clear: () => setIds(new Set()),
    };
  }, [rows, ids]);
}
