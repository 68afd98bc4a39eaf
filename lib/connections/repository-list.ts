import {
  JOINED,
  rowOf,
  SELECTED,
  selectedWith,
  type Raw,
  type Row,
} from '@/lib/connections/repository-row';
import type { Sort } from '@/lib/contract/state';
import { healthSql, stateSql, turnSql } from '@/lib/health/service';
import { db, prepared, type Sql } from '@/lib/platform/db';
import { joined, part, raw, sql, type Fragment } from '@/lib/platform/sql';

/** Seconds after which a connection is stale, by connector type. */
type StaleSeconds = Record<string, number>;

/** Connections a caller is kept to, by id and by type. */
export interface Within {
  ids?: readonly string[];
  types?: readonly string[];
}

export interface ListQuery {
  status?: string;
  health?: string;
  state?: string;
  types?: readonly string[];
  collection?: string;
  /** All of them. */
  tags?: readonly string[];
  owner_user_id?: string;
  scope?: 'business' | 'personal';
  q?: string;
  sort: Sort;
  limit: number | null;
  /** `key`: what the last row was sorted by; empty when that is its age alone. */
  after: { key: string; created_at: string; id: string } | null;
  within?: Within;
}

/** `threshold`, a row of one column that HEALTH reads. */
const threshold = (stale_seconds: StaleSeconds): Fragment =>
  part`(SELECT ${JSON.stringify(stale_seconds)}::jsonb AS seconds) threshold`;
const HEALTH = raw(
  healthSql({
    stale: `make_interval(
      secs => GREATEST(
        COALESCE((threshold.seconds ->> c.connector_type)::float8, 172800),
        2 * c.schedule_gap_seconds
      ))`,
  }),
);

/** What a list is sorted by before the age of its rows, as text whose bytes are in that order. */
const SORT_KEYS: Record<Exclude<Sort, 'newest'>, Fragment> = {
  worst: part`(
    SELECT ${raw(`(CASE ${turnSql('v.health')}
      WHEN 'you' THEN '0' WHEN 'provider' THEN '1' WHEN 'nobody' THEN '2' ELSE '3' END)`)}
    FROM (SELECT ${HEALTH} AS health) v
  )`,
  name: raw('lower(c.name)'),
  app: raw('c.connector_type'),
  owner: raw(`lower(COALESCE(
    (SELECT u.name FROM users u WHERE u.id = c.owner_user_id AND c.scope = 'personal'), ''))`),
  oldest_sync: raw(
    `COALESCE(to_char(c.last_synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), '')`,
  ),
};
const sortKey = (sort: Sort): Fragment | null =>
  sort === 'newest' ? null : part`(${SORT_KEYS[sort]}) COLLATE "C"`;

/** What a caller may see of a workspace. */
function inside(workspace_id: string, { ids, types }: Within = {}): Fragment {
  const where = [part`c.workspace_id = ${workspace_id}`];
  if (ids) where.push(part`c.id = ANY(${ids})`);
  if (types) where.push(part`c.connector_type = ANY(${types})`);
  return joined(where, ' AND ');
}

/** The conditions of a list, on JOINED and `threshold`. */
function conditions(workspace_id: string, query: ListQuery): Fragment {
  const where = [inside(workspace_id, query.within)];
  if (query.status === 'syncing') where.push(part`live.status = 'running'`);
  else if (query.status)
    where.push(part`c.status = ${query.status} AND live.status IS DISTINCT FROM 'running'`);
  if (query.health) where.push(part`${HEALTH} = ${query.health}`);
  if (query.state)
    where.push(part`(
      SELECT ${raw(stateSql('v.health'))}
      FROM (SELECT ${HEALTH} AS health) v
    ) = ${query.state}`);
  if (query.types) where.push(part`c.connector_type = ANY(${query.types})`);
  if (query.collection !== undefined) where.push(part`c.collection = ${query.collection}`);
  if (query.tags) where.push(part`c.tags @> ${query.tags}::text[]`);
  if (query.scope) where.push(part`c.scope = ${query.scope}`);
  if (query.owner_user_id) where.push(part`c.owner_user_id = ${query.owner_user_id}`);
  if (query.q)
    where.push(part`concat_ws(
      ' ', c.name, c.account_label, c.handle, c.display_name, c.connector_type,
      array_to_string(c.tags, ' ')
    ) ILIKE '%' || ${query.q.replace(/[\\%_]/g, '\\$&')} || '%'`);
  if (query.after) where.push(later(query.sort, query.after));
  return joined(where, ' AND ');
}

/** What comes after a row. */
function later(sort: Sort, after: NonNullable<ListQuery['after']>): Fragment {
  const older = part`(c.created_at, c.id) < (${after.created_at}::timestamptz, ${after.id}::uuid)`;
  const key = sortKey(sort);
  return key ? part`(${key} > ${after.key} OR (${key} = ${after.key} AND ${older}))` : older;
}

/** Connections in the order that is asked for, filtered; one more than `limit` tells whether there is more. */
export async function listRows(
  workspace_id: string,
  stale_seconds: StaleSeconds,
  query: ListQuery,
): Promise<(Row & { sort_key?: string })[]> {
  // In the text, so that the plan knows it.
  const limit = query.limit === null ? '' : `LIMIT ${query.limit + 1}`;
  const key = sortKey(query.sort);
  const { text, values } = sql`
    ${key ? selectedWith(part`${key} AS sort_key`) : SELECTED}
    CROSS JOIN ${threshold(stale_seconds)}
    WHERE ${conditions(workspace_id, query)}
    ORDER BY ${raw(key ? 'sort_key, ' : '')}c.created_at DESC, c.id DESC
    ${raw(limit)}`;
  const { rows } = await db.query<Raw>(prepared(text, values));
  return rows.map(rowOf);
}

/** How many connections the filters let through, whatever the page. */
export async function countRows(
  workspace_id: string,
  stale_seconds: StaleSeconds,
  query: ListQuery,
): Promise<number> {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM ${JOINED}
    CROSS JOIN ${threshold(stale_seconds)}
    WHERE ${conditions(workspace_id, { ...query, after: null })}`);
  return rows[0]!.n;
}

/**
 * How many connections of the workspace have which health, are shown in which state, and wait for
 * whom.
 */
export async function countByHealth(
  workspace_id: string,
  stale_seconds: StaleSeconds,
  within?: Within,
): Promise<{ health: string; state: string; turn: string; n: number }[]> {
  // Each row is judged once; what is counted then is a handful of groups.
  const { rows } = await db.query<{ health: string; state: string; turn: string; n: number }>(sql`
    SELECT c.health, ${raw(stateSql('c.health'))} AS state, c.turn, sum(c.n)::int AS n
    FROM (
      SELECT
        c.health, ${raw(turnSql('c.health'))} AS turn, c.status,
        CASE WHEN c.needs_reauth_at IS NOT NULL THEN now() END AS needs_reauth_at,
        count(*) AS n
      FROM (
        SELECT c.*, ${HEALTH} AS health, lr.status AS run_status, lr.error_reason
        FROM ${JOINED}
        CROSS JOIN ${threshold(stale_seconds)}
        WHERE ${inside(workspace_id, within)}
        OFFSET 0
      ) c
      CROSS JOIN LATERAL (SELECT c.run_status AS status, c.error_reason) lr
      GROUP BY 1, 2, 3, 4
    ) c
    GROUP BY 1, 2, 3`);
  return rows;
}

/** How many connections there are of each connector, attempts and disconnected ones left out. */
export async function countByConnector(
  workspace_id: string,
  { ids = null, types = null }: { [Name in keyof Within]?: Within[Name] | null } = {},
): Promise<{ connector_type: string; n: number }[]> {
  const { rows } = await db.query<{ connector_type: string; n: number }>(sql`
    SELECT c.connector_type, count(*)::int AS n
    FROM connections c
    WHERE c.workspace_id = ${workspace_id}
      AND (${ids}::uuid[] IS NULL OR c.id = ANY(${ids}::uuid[]))
      AND (${types}::text[] IS NULL OR c.connector_type = ANY(${types}::text[]))
      AND c.status <> 'disconnected' AND (c.status <> 'pending' OR c.needs_reauth_at IS NOT NULL)
    GROUP BY 1`);
  return rows;
}

/** How many connections have each tag, by its letters. */
export async function countByTag(
  workspace_id: string,
  { ids = null, types = null }: { [Name in keyof Within]?: Within[Name] | null } = {},
): Promise<{ tag: string; n: number }[]> {
  const { rows } = await db.query<{ tag: string; n: number }>(sql`
    SELECT tag, count(*)::int AS n
    FROM connections c
    CROSS JOIN LATERAL unnest(c.tags) tag
    WHERE c.workspace_id = ${workspace_id}
      AND (${ids}::uuid[] IS NULL OR c.id = ANY(${ids}::uuid[]))
      AND (${types}::text[] IS NULL OR c.connector_type = ANY(${types}::text[]))
    GROUP BY tag
    ORDER BY tag COLLATE "C"`);
  return rows;
}

export interface ConnectionTotal {
  connector_type: string;
  status: string;
  health: string;
  connections: number;
}

/** How many connections the whole installation has, by connector, status and health. */
export async function countAll(stale_seconds: StaleSeconds): Promise<ConnectionTotal[]> {
  const { rows } = await db.query<ConnectionTotal>(sql`
    SELECT c.connector_type, c.status, ${HEALTH} AS health, count(*)::int AS connections
    FROM connections c
    LEFT JOIN sync_runs lr ON lr.workspace_id = c.workspace_id AND lr.id = c.last_run_id
    CROSS JOIN ${threshold(stale_seconds)}
    GROUP BY 1, 2, 3`);
  return rows;
}

/**
 * Marks connections that have become stale and were not told of yet, at most so many, and answers
 * them. Several processes may: each gets others.
 */
export async function claimStale(
  tx: Sql,
  stale_seconds: StaleSeconds,
  limit: number,
): Promise<{ workspace_id: string; id: string }[]> {
  const soonest = Math.min(...Object.values(stale_seconds));
  const { rows } = await tx.query<{ workspace_id: string; id: string }>(sql`
    UPDATE connections u SET stale_told = true
    FROM (
      SELECT c.workspace_id, c.id
      FROM connections c
      LEFT JOIN sync_runs lr ON lr.workspace_id = c.workspace_id AND lr.id = c.last_run_id
      CROSS JOIN ${threshold(stale_seconds)}
      WHERE c.status = 'connected' AND NOT c.stale_told
        AND c.last_synced_at < now() - make_interval(secs => ${soonest}::float8)
        AND ${HEALTH} = 'stale'
      LIMIT ${limit}
      FOR NO KEY UPDATE OF c SKIP LOCKED
    ) s
    WHERE u.workspace_id = s.workspace_id AND u.id = s.id
    RETURNING u.workspace_id, u.id`);
  return rows;
}
