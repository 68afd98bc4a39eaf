import type { EngineFinding } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';

/**
 * Without a sign of life for this long a worker is not counted; it reports in every few seconds.
 */
const ALIVE = raw(`interval '20 seconds'`);

/** Says that this worker lives. */
export async function putWorker(worker: {
  id: string;
  version: string;
  slots: number;
  engine: readonly EngineFinding[];
}): Promise<void> {
  await db.query(sql`
    WITH gone AS (
      DELETE FROM workers
      WHERE last_seen_at < now() - interval '1 hour'
    )
    INSERT INTO workers (id, version, slots, engine)
    VALUES (
      ${worker.id}, ${worker.version}, ${worker.slots}, ${JSON.stringify(worker.engine)}::jsonb
    )
    ON CONFLICT (id) DO UPDATE
    SET last_seen_at = now(), slots = excluded.slots, engine = excluded.engine`);
}

export async function deleteWorker(id: string): Promise<void> {
  await db.query(sql`
    DELETE FROM workers
    WHERE id = ${id}`);
}

export interface WorkerRow {
  id: string;
  version: string;
  slots: number;
  started_at: Date;
  last_seen_at: Date;
  /** What it sees of a job engine outside the database. */
  engine: EngineFinding[];
}

export async function aliveWorkers(): Promise<WorkerRow[]> {
  const { rows } = await db.query<WorkerRow>(sql`
    SELECT id, version, slots, started_at, last_seen_at, COALESCE(engine, '[]') AS engine
    FROM workers
    WHERE last_seen_at > now() - ${ALIVE}
    ORDER BY started_at`);
  return rows;
}

/** Due connections that nobody has taken yet, and for how long the first of them has been due. */
export async function dueLag(): Promise<{ due: number; oldest_seconds: number }> {
  const {
    rows: [row],
  } = await db.query<{ due: number; oldest_seconds: number }>(sql`
    SELECT count(*)::int AS due,
      COALESCE(extract(epoch FROM now() - min(next_sync_at)), 0)::float8 AS oldest_seconds
    FROM connections
    WHERE next_sync_at <= now() AND live_run_id IS NULL AND status IN ('connected', 'error')`);
  return row!;
}

/**
 * Live runs, those without a sign of life, and how long the oldest of these has been silent beyond
 * its lease.
 */
export async function liveRuns(): Promise<{
  live: number;
  silent: number;
  silent_seconds: number;
}> {
  const {
    rows: [row],
  } = await db.query<{ live: number; silent: number; silent_seconds: number }>(sql`
    SELECT count(*)::int AS live, count(*) FILTER (WHERE until < now())::int AS silent,
      COALESCE(
        extract(epoch FROM now() - min(until) FILTER (WHERE until < now())), 0
      )::float8 AS silent_seconds
    FROM (
      SELECT COALESCE(lease_until, created_at + interval '30 seconds') AS until
      FROM sync_runs
      WHERE status IN ('pending', 'running')
    ) r`);
  return row!;
}

/**
 * Runs that ended in the last hour, by outcome. Ids rise with time, which spares the walk over all
 * runs.
 */
export async function recentOutcomes(): Promise<{ status: string; runs: number }[]> {
  const { rows } = await db.query<{ status: string; runs: number }>(sql`
    SELECT status, count(*)::int AS runs
    FROM sync_runs
    WHERE id >= (
      lpad(
        to_hex(floor(extract(epoch FROM now() - interval '1 day') * 1000)::bigint), 12, '0'
      ) || '00000000000000000000'
    )::uuid
      AND finished_at > now() - interval '1 hour'
    GROUP BY 1`);
  return rows;
}

export interface ServerFacts {
  version: string;
  version_num: number;
  database_bytes: number;
  connections: number;
  max_connections: number;
  data_directory: string | null;
  now_ms: number;
}

export async function serverFacts(): Promise<ServerFacts> {
  const {
    rows: [row],
  } = await db.query<ServerFacts>(sql`
    SELECT current_setting('server_version') AS version,
      current_setting('server_version_num')::int AS version_num,
      pg_database_size(current_database())::float8 AS database_bytes,
      (
        SELECT count(*)::int
        FROM pg_stat_activity
        WHERE backend_type = 'client backend'
      ) AS connections,
      current_setting('max_connections')::int AS max_connections,
      CASE
        WHEN pg_has_role(current_user, 'pg_read_all_settings', 'member')
        THEN current_setting('data_directory')
      END AS data_directory,
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms`);
  return row!;
}

export async function databaseNow(): Promise<number> {
  const {
    rows: [row],
  } = await db.query<{ now_ms: number }>(
    sql`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms`,
  );
  return row!.now_ms;
}

/** What the database says was applied; null when nothing ever was. */
export async function appliedMigrations(): Promise<
  { migration_name: string; checksum: string; finished: boolean }[] | null
> {
  const {
    rows: [made],
  } = await db.query<{ made: boolean }>(
    sql`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS made`,
  );
  if (!made!.made) return null;
  const { rows } = await db.query<{
    migration_name: string;
    checksum: string;
    finished: boolean;
  }>(sql`
    SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations
    WHERE rolled_back_at IS NULL`);
  return rows;
}

/** Connections that are not disconnected, by connector and by the mode of their workspace. */
export async function connectionsByMode(): Promise<
  { connector_type: string; mode: 'live' | 'sandbox'; own_app: boolean; connections: number }[]
> {
  const { rows } = await db.query<{
    connector_type: string;
    mode: 'live' | 'sandbox';
    own_app: boolean;
    connections: number;
  }>(sql`
    SELECT c.connector_type, w.mode, c.provider_app_id IS NOT NULL AS own_app,
      count(*)::int AS connections
    FROM connections c
    JOIN workspaces w ON w.id = c.workspace_id
    WHERE c.status <> 'disconnected'
    GROUP BY 1, 2, 3`);
  return rows;
}

/**
 * Lets connections that wait for their provider go on at once. `app`: the mode of their workspace, or
 * the id of the provider app they use. Answers how many.
 */
export async function endWaits(connector_type: string, app: string): Promise<number> {
  const { rowCount } = await db.query(sql`
    UPDATE connections c
    SET rate_limited_until = NULL,
      next_sync_at = LEAST(c.next_sync_at, date_trunc('milliseconds', now()))
    FROM workspaces w
    WHERE w.id = c.workspace_id AND c.connector_type = ${connector_type}
      AND COALESCE(c.provider_app_id::text, w.mode::text) = ${app} AND c.rate_limited_until > now()`);
  return rowCount ?? 0;
}

/**
 * How far each connector's provider is ahead of our clock, as the newest runs saw it; the furthest
 * first.
 */
export async function clockOffsets(): Promise<{ connector_type: string; seconds: number }[]> {
  const { rows } = await db.query<{ connector_type: string; seconds: number }>(sql`
    SELECT connector_type,
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY clock_offset_ms) / 1000)::float8 AS seconds
    FROM connections
    WHERE clock_offset_ms IS NOT NULL AND status <> 'disconnected'
    GROUP BY connector_type
    ORDER BY abs(percentile_cont(0.5) WITHIN GROUP (ORDER BY clock_offset_ms)) DESC`);
  return rows;
}
