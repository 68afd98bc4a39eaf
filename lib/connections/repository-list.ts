import { JOINED, rowOf, SELECTED, type Raw, type Row } from '@/lib/connections/repository-row';
import { healthSql, stateSql } from '@/lib/health/service';
import { db, prepared } from '@/lib/platform/db';
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
  owner_user_id?: string;
  q?: string;
  limit: number | null;
  after: { created_at: string; id: string } | null;
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
  if (query.owner_user_id) where.push(part`c.owner_user_id = ${query.owner_user_id}`);
  if (query.q)
    where.push(part`concat_ws(
      ' ', c.name, c.account_label, c.handle, c.display_name, c.connector_type
    ) ILIKE '%' || ${query.q.replace(/[\\%_]/g, '\\$&')} || '%'`);
  if (query.after)
    where.push(part`(c.created_at, c.id) <
      (${query.after.created_at}::timestamptz, ${query.after.id}::uuid)`);
  return joined(where, ' AND ');
}

/** Connections newest first, filtered; one more than `limit` tells whether there is more. */
export async function listRows(
  workspace_id: string,
  stale_seconds: StaleSeconds,
  query: ListQuery,
): Promise<Row[]> {
  // In the text, so that the plan knows it.
  const limit = query.limit === null ? '' : `LIMIT ${query.limit + 1}`;
  const { text, values } = sql`
    ${SELECTED}
    CROSS JOIN ${threshold(stale_seconds)}
    WHERE ${conditions(workspace_id, query)}
    ORDER BY c.created_at DESC, c.id DESC
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

/** How many connections of the workspace have which health and are shown in which state. */
export async function countByHealth(
  workspace_id: string,
  stale_seconds: StaleSeconds,
  within?: Within,
): Promise<{ health: string; state: string; n: number }[]> {
  // Each row is judged once; what is counted then is a handful of groups.
  const { rows } = await db.query<{ health: string; state: string; n: number }>(sql`
    SELECT c.health, ${raw(stateSql('c.health'))} AS state, sum(c.n)::int AS n
    FROM (
      SELECT
        ${HEALTH} AS health, c.status,
        CASE WHEN c.needs_reauth_at IS NOT NULL THEN now() END AS needs_reauth_at,
        count(*) AS n
      FROM ${JOINED}
      CROSS JOIN ${threshold(stale_seconds)}
      WHERE ${inside(workspace_id, within)}
      GROUP BY 1, 2, 3
    ) c
    GROUP BY 1, 2`);
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
