import { accountOf } from '@/components/connections/account-of';
import { causeText } from '@/lib/client/causes';
import { call } from '@/lib/client/call';
import { download, toCsv } from '@/lib/client/csv';
import { inventoryInput, type InventoryFilter } from '@/lib/client/queries';
import type { Words } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import type { Freshness } from '@/lib/contract/freshness';
import { stateOf } from '@/lib/contract/state';

const PAGE = 500;

const COLUMNS = [
  'id',
  'name',
  'app',
  'account',
  'state',
  'cause',
  'owner',
  'tags',
  'current_to',
  'last_synced_at',
  'records',
  'changed_24h',
] as const;

/** Every connection the filters let through, in their order, as a CSV file. Throws ProblemError. */
export async function exportCsv(
  workspace: string,
  filter: InventoryFilter,
  types: ReadonlyMap<string, CatalogEntry>,
  t: Words,
): Promise<void> {
  const rows: (string | number | null)[][] = [[...COLUMNS]];
  let cursor: string | null | undefined;
  do {
    const page = await call(
      'listConnections',
      { ...inventoryInput(filter), counts: false, limit: PAGE, cursor: cursor ?? undefined },
      { workspace },
    );
    for (const c of page.connections)
      rows.push(rowOf(c, types.get(c.connector_type)?.name, page.freshness?.[c.id], t));
    cursor = page.next_cursor;
  } while (cursor);
  const day = new Date().toISOString().slice(0, 10);
  download(`connections-${workspace}-${day}.csv`, toCsv(rows), 'text/csv;charset=utf-8');
}

const rowOf = (
  c: Connection,
  app: string | undefined,
  freshness: Freshness | undefined,
  t: Words,
): (string | number | null)[] => [
  c.id,
  c.name,
  app ?? c.connector_type,
  accountOf(c, app, t),
  stateOf(c),
  causeText(c, t),
  c.scope === 'personal' ? c.owner_name : null,
  c.tags.join(', '),
  c.current_to,
  c.last_synced_at,
  c.records_total,
  freshness?.changed ?? null,
];
