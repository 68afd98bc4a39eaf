import type * as z from 'zod';
import type {
  Connection,
  ConnectionStatus,
  getConnection as getOperation,
  listConnections as listOperation,
} from '@/lib/contract/connections';
import { HEALTHS } from '@/lib/contract/state';
import type { Principal } from '@/lib/contract/principal';
import { STATES, TURNS, type Sort } from '@/lib/contract/state';
import { freshnessOf } from '@/lib/connections/freshness';
import type { Row } from '@/lib/connections/repository-row';
import { allConnectors, findConnector } from '@/lib/catalog/service';
import {
  countByConnector,
  countByHealth,
  countByTag,
  countRows,
  listRows,
  type ListQuery,
  type Within,
} from '@/lib/connections/repository-list';
import {
  asSeenBy,
  mustFind,
  presentRow,
  seesRecords,
  staleSeconds,
} from '@/lib/connections/shared';
import { staleAfter } from '@/lib/schedule/service';
import { toConnection, toStatus } from '@/lib/connections/view';
import { now } from '@/lib/platform/clock';
import { decodeCursor, encodeCursor, fromKey, toKey } from '@/lib/platform/cursor';
import { env } from '@/lib/platform/env';

type ListInput = z.output<typeof listOperation.input>;

/** Connections newest first; when asked, also how many there are of each health. */
export async function listConnections(
  principal: Principal,
  input: ListInput,
): Promise<z.output<typeof listOperation.output>> {
  const stale = await staleSeconds();
  const limit = input.limit ?? null;
  const sort = input.sort ?? 'newest';
  const query = {
    status: input.status,
    health: input.health,
    state: input.state,
    types: typesOf(input),
    collection: input.collection,
    tags: input.tag,
    owner_user_id: input.owner_user_id,
    scope: input.scope,
    q: input.q || undefined,
    sort,
    limit,
    after: input.cursor === undefined ? null : after(sort, input.cursor),
    within: within(principal),
  };
  const [rows, counts] = await Promise.all([
    listRows(principal.workspace.id, stale, query),
    input.counts ? countsOf(principal.workspace.id, stale, query) : {},
  ]);
  const page = limit === null ? rows : rows.slice(0, limit);
  const at = now();
  const connections = page.map((row) =>
    toConnection(
      asSeenBy(principal, row),
      findConnector(row.connector_type),
      (stale[row.connector_type] ?? env().FRESHNESS_HOURS * 3600) * 1000,
      at,
    ),
  );
  const last = page.at(-1);
  const more = limit !== null && rows.length > limit && last;
  return {
    connections,
    next_cursor: more ? cursorAfter(sort, last) : null,
    ...(input.freshness ? { freshness: await freshnessOf(page) } : {}),
    ...counts,
  };
}

/** What is counted of a workspace, whatever the filters but for `total`. */
async function countsOf(workspace_id: string, stale: Record<string, number>, query: ListQuery) {
  const [judged, total, connectors, tags] = await Promise.all([
    countByHealth(workspace_id, stale, query.within),
    countRows(workspace_id, stale, query),
    countByConnector(workspace_id, query.within),
    countByTag(workspace_id, query.within),
  ]);
  return {
    counts: tally(HEALTHS, judged, 'health'),
    states: tally(STATES, judged, 'state'),
    turns: tally(TURNS, judged, 'turn'),
    total,
    connectors: Object.fromEntries(connectors.map((c) => [c.connector_type, c.n])),
    tags: Object.fromEntries(tags.map(({ tag, n }) => [tag, n])),
  };
}

export async function getConnection(
  principal: Principal,
  input: z.output<typeof getOperation.input>,
): Promise<z.output<typeof Connection>> {
  return presentRow(principal, await mustFind(principal, input.id));
}

export async function getConnectionStatus(
  principal: Principal,
  input: z.output<typeof getOperation.input>,
): Promise<z.output<typeof ConnectionStatus>> {
  const row = asSeenBy(principal, await mustFind(principal, input.id));
  const connector = findConnector(row.connector_type);
  return toStatus(
    row,
    connector,
    connector ? await staleAfter(connector) : env().FRESHNESS_HOURS * 3_600_000,
    now(),
  );
}

/**
 * The connections of some connectors whose records the caller may read, without attempts and those
 * that are disconnected.
 */
export async function readableRows(principal: Principal, types: readonly string[]): Promise<Row[]> {
  const query = { types, sort: 'newest', limit: null, after: null } as const;
  const rows = await listRows(principal.workspace.id, await staleSeconds(), {
    ...query,
    within: within(principal),
  });
  return rows.filter(
    (row) =>
      row.status !== 'pending' && row.status !== 'disconnected' && seesRecords(principal, row),
  );
}

/** Every name with its number, zero included. */
const tally = <Name extends string, Key extends string>(
  names: readonly Name[],
  counted: readonly ({ [K in Key]: string } & { n: number })[],
  key: Key,
): Record<Name, number> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      counted.reduce((sum, row) => sum + ((row[key] as string) === name ? row.n : 0), 0),
    ]),
  ) as Record<Name, number>;

/** The connector types a filter means; an unknown one means none. */
function typesOf(input: ListInput): string[] | undefined {
  if (!input.connector_type && !input.category) return undefined;
  const wanted = input.connector_type
    ? (findConnector(input.connector_type)?.type ?? input.connector_type)
    : null;
  const types = allConnectors()
    .filter(
      (c) => (!wanted || c.type === wanted) && (!input.category || c.category === input.category),
    )
    .map((c) => c.type);
  return wanted && !input.category && types.length === 0 ? [wanted] : types;
}

/** What a list is kept to, when the key that asks is. */
const within = (principal: Principal): Within =>
  principal.kind === 'api_key'
    ? {
        ids: someOf(principal.connection_ids),
        types: someOf(principal.connector_types),
      }
    : {};
const someOf = (values: readonly string[]) => (values.length > 0 ? values : undefined);

/** A place in a list names its order: it is none in another. */
const cursorAfter = (sort: Sort, last: Row & { sort_key?: string }): string => {
  const rest = [last.created_at.toISOString(), last.id];
  return last.sort_key === undefined
    ? encodeCursor('c', ...rest)
    : encodeCursor(`c-${sort}`, toKey(last.sort_key), ...rest);
};

function after(sort: Sort, cursor: string): { key: string; created_at: string; id: string } {
  if (sort === 'newest') {
    const [created_at, id] = decodeCursor('c', cursor, ['time', 'id']);
    return { key: '', created_at, id };
  }
  const [key, created_at, id] = decodeCursor(`c-${sort}`, cursor, ['key', 'time', 'id']);
  return { key: fromKey(key), created_at, id };
}
