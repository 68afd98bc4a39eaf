import type { Cadence } from '@/lib/contract/common';
import { db, type Sql } from '@/lib/platform/db';
import { named, raw, sql } from '@/lib/platform/sql';

export interface DueRow {
  workspace_id: string;
  id: string;
  connector_type: string;
  rank: number;
}

/** How many of the latest are looked at to be fair. */
const FAIR_AMONG = 10_000;

/** SQL: the connection `c` is to be synced now. */
const DUE = raw(
  `c.next_sync_at <= now() AND c.live_run_id IS NULL AND c.status IN ('connected', 'error')`,
);

/**
 * Locks up to `limit` due connections until the caller's transaction ends, which should start their
 * runs: first the latest of every workspace, then its second, and so on. Two schedulers never take
 * the same one. `rank` counts within the workspace, on top of what it has waiting or running: with
 * it as negative priority no workspace keeps others waiting.
 */
export async function claimDue(tx: Sql, limit: number): Promise<DueRow[]> {
  const claim = sql`
    WITH late AS (
      SELECT workspace_id, id, next_sync_at
      FROM connections c
      WHERE ${DUE}
      ORDER BY next_sync_at
      LIMIT ${FAIR_AMONG}
    ),
    fair AS (
      SELECT workspace_id, id, next_sync_at,
        row_number() OVER (PARTITION BY workspace_id ORDER BY next_sync_at) AS turn
      FROM late
      ORDER BY turn, next_sync_at
      LIMIT ${limit}
    ),
    due AS (
      SELECT c.workspace_id, c.id, c.connector_type, fair.turn
      FROM fair
      JOIN connections c ON c.workspace_id = fair.workspace_id AND c.id = fair.id
      WHERE ${DUE}
      FOR UPDATE OF c SKIP LOCKED
    ),
    load AS (
      SELECT r.workspace_id, count(*) AS n
      FROM sync_runs r
      WHERE r.status IN ('pending', 'running')
        AND r.workspace_id IN (SELECT workspace_id FROM due)
      GROUP BY 1
    )
    SELECT due.workspace_id, due.id, due.connector_type,
      (due.turn + COALESCE(load.n, 0))::int AS rank
    FROM due
    LEFT JOIN load ON load.workspace_id = due.workspace_id`;
  const { rows } = await tx.query<DueRow>(named('claim-due', claim));
  return rows;
}

const REMEMBER_MS = 500; // an override takes effect within one tick
let remembered: { until: number; map: Promise<Map<string, Cadence>> } | undefined;

/** Overrides by connector type; read at most twice a second, because every health verdict asks. */
export function cadenceOverrides(): Promise<Map<string, Cadence>> {
  if (!remembered || performance.now() > remembered.until) {
    remembered = { until: performance.now() + REMEMBER_MS, map: readOverrides() };
    remembered.map.catch(() => {
      remembered = undefined;
    });
  }
  return remembered.map;
}

async function readOverrides(): Promise<Map<string, Cadence>> {
  const { rows } = await db.query<{ connector_type: string; sync_interval: Cadence }>(sql`
    SELECT connector_type, sync_interval
    FROM cadence_overrides`);
  return new Map(rows.map((r) => [r.connector_type, r.sync_interval]));
}

export async function putOverride(
  db: Sql,
  connector_type: string,
  sync_interval: Cadence | null,
  user_id: string | null,
): Promise<void> {
  remembered = undefined;
  if (sync_interval === null)
    await db.query(sql`
      DELETE FROM cadence_overrides
      WHERE connector_type = ${connector_type}`);
  else
    await db.query(sql`
      INSERT INTO cadence_overrides (connector_type, sync_interval, updated_by)
      VALUES (${connector_type}, ${sync_interval}, ${user_id})
      ON CONFLICT (connector_type) DO UPDATE SET sync_interval = excluded.sync_interval,
        updated_by = excluded.updated_by, updated_at = now()`);
}

/**
 * Spreads a connector's next syncs over its interval by a hash of the connection; a limit the
 * provider set still holds. A connection with a schedule of its own keeps it.
 */
export async function respread(
  db: Sql,
  connector_type: string,
  interval_seconds: number,
): Promise<void> {
  await db.query(sql`
    UPDATE connections
    SET next_sync_at = GREATEST(
      now() + make_interval(
        secs => (hashtext(id::text)::bigint & 2147483647) % ${interval_seconds}::int
      ),
      rate_limited_until
    )
    WHERE connector_type = ${connector_type} AND next_sync_at IS NOT NULL AND schedule IS NULL
      AND status IN ('connected', 'error')`);
}

/** The database's clock, in milliseconds of the epoch; inside a transaction, when that began. */
export async function databaseNow(tx: Sql): Promise<number> {
  const { rows } = await tx.query<{ now: number }>(sql`
    SELECT (extract(epoch FROM now()) * 1000)::float8 AS now`);
  return rows[0]!.now;
}

export async function connectionsByType(): Promise<Map<string, number>> {
  const { rows } = await db.query<{ connector_type: string; n: number }>(sql`
    SELECT connector_type, count(*)::int AS n
    FROM connections
    WHERE status <> 'disconnected'
    GROUP BY 1`);
  return new Map(rows.map((r) => [r.connector_type, r.n]));
}
