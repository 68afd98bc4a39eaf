import { db } from '@/lib/platform/db';
import { part, raw, sql } from '@/lib/platform/sql';

/** Runs in a row that ended alike. */
export interface MarkRow {
  /** The connection or the stream. */
  key: string;
  outcome: 'completed' | 'partial' | 'failed';
  first_at: Date;
  last_at: Date;
  runs: number;
  changed: number;
  /** Of `changed`: in the last 24 hours. */
  today: number;
}

/** Looked at: a day's line needs what went before it, and a daily cadence three runs. */
const LOOKED_AT = raw(`interval '3 days'`);
/** One a minute for a day: more runs than that of one connection are not looked at. */
const RUNS_AT_MOST = 1_500;
const MARKS_AT_MOST = 60;
const NEVER_MS = 86_400_000 * 365;

/**
 * Makes marks of `runs` (key, at, outcome, changed, and the promise in milliseconds): one begins
 * where the outcome is another or the promise was not kept.
 */
const MERGED = part`
    stepped AS (
      SELECT *,
        CASE
          WHEN lag(outcome) OVER before = outcome
            AND extract(epoch FROM at - lag(at) OVER before) * 1000 <= promise THEN 0
          ELSE 1
        END AS step
      FROM runs
      WINDOW before AS (PARTITION BY key ORDER BY at)
    ),
    numbered AS (
      SELECT *, sum(step) OVER (PARTITION BY key ORDER BY at) AS mark
      FROM stepped
    ),
    merged AS (
      SELECT
        key, outcome, min(at) AS first_at, max(at) AS last_at, count(*)::int AS runs,
        sum(changed)::int AS changed,
        COALESCE(sum(changed) FILTER (WHERE at > now() - interval '1 day'), 0)::int AS today,
        row_number() OVER (PARTITION BY key ORDER BY max(at) DESC) AS back
      FROM numbered
      GROUP BY key, mark, outcome
    )
    SELECT key, outcome, first_at, last_at, runs, changed, today
    FROM merged
    WHERE back <= ${MARKS_AT_MOST}
    ORDER BY key, first_at`;

/**
 * How the last runs of connections ended, oldest first: runs of the same outcome are one mark, as
 * long as none began later than the promise after the one before. One statement, walking the index
 * of each connection's runs.
 */
export async function marksOfConnections(
  workspace_id: string,
  connections: readonly { id: string; promise_ms: number | null }[],
): Promise<MarkRow[]> {
  const { rows } = await db.query<MarkRow>(sql`
    WITH runs AS (
      SELECT c.id::text AS key, c.promise, r.*
      FROM unnest(
        ${connections.map((c) => c.id)}::uuid[],
        ${connections.map((c) => c.promise_ms ?? NEVER_MS)}::float8[]
      ) AS c(id, promise)
      CROSS JOIN LATERAL (
        SELECT
          COALESCE(started_at, created_at) AS at, status AS outcome,
          records_created + records_updated + records_deleted AS changed
        FROM sync_runs
        WHERE workspace_id = ${workspace_id} AND connection_id = c.id
          AND created_at > now() - ${LOOKED_AT}
          AND status IN ('completed', 'partial', 'failed')
        ORDER BY created_at DESC, id DESC
        LIMIT ${RUNS_AT_MOST}
      ) r
    ),
    ${MERGED}`);
  return rows;
}

/** The same of each stream of one connection. A stream that was left out of a run has no part in it. */
export async function marksOfStreams(
  workspace_id: string,
  connection_id: string,
  promise_ms: number | null,
): Promise<MarkRow[]> {
  const { rows } = await db.query<MarkRow>(sql`
    WITH runs AS (
      SELECT
        s.stream AS key, ${promise_ms ?? NEVER_MS}::float8 AS promise,
        COALESCE(r.started_at, r.created_at) AS at, s.status AS outcome,
        s.records_created + s.records_updated + s.records_deleted AS changed
      FROM (
        SELECT id, started_at, created_at
        FROM sync_runs
        WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
          AND created_at > now() - ${LOOKED_AT}
          AND status IN ('completed', 'partial', 'failed')
        ORDER BY created_at DESC, id DESC
        LIMIT ${RUNS_AT_MOST}
      ) r
      JOIN stream_runs s ON s.workspace_id = ${workspace_id} AND s.run_id = r.id
      WHERE s.status IN ('completed', 'failed')
    ),
    ${MERGED}`);
  return rows;
}

/** What arrived in the last 24 hours, by quarter of an hour. */
export async function arrivals(
  workspace_id: string,
  connection_id: string,
): Promise<{ at: Date; changed: number }[]> {
  const { rows } = await db.query<{ at: Date; changed: number }>(sql`
    SELECT
      date_bin('15 minutes', COALESCE(started_at, created_at), 'epoch') AS at,
      sum(records_created + records_updated + records_deleted)::int AS changed
    FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND created_at > now() - interval '1 day'
    GROUP BY 1
    HAVING sum(records_created + records_updated + records_deleted) > 0
    ORDER BY 1`);
  return rows;
}
