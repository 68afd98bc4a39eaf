import type { MessageKey, Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import { turnOf, type Sort, type Turn } from '@/lib/contract/state';

/** Rows that stand under one name. */
export interface Group {
  key: string;
  label: string;
  /** How many there are in the whole workspace; null: not known, there may be more to come. */
  count: number | null;
  rows: Connection[];
}

export const TURN_LABELS: Record<Turn, MessageKey> = {
  you: 'connections.needsYou',
  provider: 'connections.waitingProvider',
  nobody: 'connections.current',
  off: 'connections.pausedOrDisconnected',
};

/**
 * Rows under the names their order divides them by: whose turn it is, the app, the owner. The rows
 * come in that order; any other order is one group.
 */
export function groupsOf(
  rows: readonly Connection[],
  sort: Sort,
  types: ReadonlyMap<string, CatalogEntry>,
  turns: Partial<Record<Turn, number>> | undefined,
  t: Words,
): Group[] {
  const naming = NAMINGS[sort];
  if (!naming)
    return rows.length === 0
      ? []
      : [{ key: 'all', label: t('connections.connections'), count: null, rows: [...rows] }];
  const byKey = Map.groupBy(rows, naming.key);
  return [...byKey].map(([key, members]) => ({
    key,
    label: naming.label(members[0]!, types, t),
    count: sort === 'worst' && turns ? Math.max(turns[key as Turn] ?? 0, members.length) : null,
    rows: members,
  }));
}

/** The groups as far as so many rows reach; they keep their counts. */
export function firstOf(groups: readonly Group[], rows: number): Group[] {
  const first: Group[] = [];
  let left = rows;
  for (const group of groups) {
    if (left <= 0) break;
    first.push(left < group.rows.length ? { ...group, rows: group.rows.slice(0, left) } : group);
    left -= group.rows.length;
  }
  return first;
}

interface Naming {
  key: (c: Connection) => string;
  label: (c: Connection, types: ReadonlyMap<string, CatalogEntry>, t: Words) => string;
}

const NAMINGS: Partial<Record<Sort, Naming>> = {
  worst: { key: turnOf, label: (c, _, t) => t(TURN_LABELS[turnOf(c)]) },
  app: {
    key: (c) => c.connector_type,
    label: (c, types) => types.get(c.connector_type)?.name ?? c.connector_type,
  },
  owner: {
    key: (c) => (c.scope === 'personal' ? (c.owner_user_id ?? 'nobody') : 'workspace'),
    label: (c, _, t) =>
      c.scope === 'personal'
        ? (c.owner_name ?? t('connections.noOwner'))
        : t('connections.theWorkspace'),
  },
};

/** The group that has the names of the columns: the first with figures in its rows. */
export const columnsAt = (groups: readonly Group[]): number =>
  Math.max(
    0,
    groups.findIndex((group) => group.key !== 'you'),
  );
