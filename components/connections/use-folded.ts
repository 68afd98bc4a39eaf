import { useMemo, useState } from 'react';
import type { Group } from '@/components/connections/inventory-groups';

/** Which groups are folded away, by their keys, and the groups with the rows that are left to show. */
export function useFolded(groups: readonly Group[]): {
  shown: readonly Group[];
  folded: ReadonlySet<string>;
  fold: (group: Group) => void;
} {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => groups.map((group) => (folded.has(group.key) ? { ...group, rows: [] } : group)),
    [groups, folded],
  );
  const fold = ({ key }: Group) => {
    const next = new Set(folded);
    if (!next.delete(key)) next.add(key);
    setFolded(next);
  };
  return { shown, folded, fold };
}
