import { bySystem, emit } from '@/lib/events/service';
import type { Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';
import type { RunRow } from '@/lib/runs/service';
import type { Outcome } from '@/lib/sync/outcome';

/** So many failures in a row, and nothing for so long, before a connection is paused by itself. */
const PAUSED_AFTER = 50;
const WITHOUT_ANYTHING_FOR = raw(`interval '7 days'`);

type Run = Pick<RunRow, 'workspace_id' | 'connection_id' | 'id'>;

/**
 * Counts a failure that brought nothing, and pauses the connection when there were fifty in a row
 * over seven days: told once, by the event, in the transaction that ends the run (which holds the
 * connection). By the database's clock. Call it once the outcome is written on the connection.
 *
 * Only what is the connection's own trouble counts: not a setting of whoever runs the installation,
 * nor a grant that is gone, of which a person is told at once. Nor a provider that is in trouble for
 * everybody: another connection of the same connector must have got through since the try before,
 * or there must be none to compare with while the provider did answer.
 */
export async function countFruitless(tx: Sql, run: Run, outcome: Outcome): Promise<void> {
  if (!mayBeItsOwn(outcome)) return;
  const { rows } = await tx.query<{ failures: number; is_enough: boolean }>(sql`
    WITH tried AS (
      SELECT c.connector_type, w.mode, r.records_created + r.records_updated + r.records_deleted > 0
          AS brought,
        COALESCE(
          (
            SELECT b.finished_at
            FROM sync_runs b
            WHERE b.workspace_id = c.workspace_id AND b.connection_id = c.id AND b.id <> r.id
              AND b.created_at <= r.created_at
            ORDER BY b.created_at DESC, b.id DESC
            LIMIT 1
          ),
          c.created_at
        ) AS before
      FROM connections c
      JOIN workspaces w ON w.id = c.workspace_id
      JOIN sync_runs r ON r.workspace_id = c.workspace_id AND r.id = ${run.id}
      WHERE c.workspace_id = ${run.workspace_id} AND c.id = ${run.connection_id}
    ),
    others AS (
      SELECT o.last_synced_at
      FROM tried
      JOIN connections o ON o.connector_type = tried.connector_type
      JOIN workspaces w ON w.id = o.workspace_id AND w.mode = tried.mode
      WHERE o.id <> ${run.connection_id} AND o.next_sync_at IS NOT NULL
    ),
    judged AS (
      SELECT brought,
        EXISTS (SELECT 1 FROM others WHERE last_synced_at > before)
          OR (${outcome.error_reason !== 'transient'}::boolean AND NOT EXISTS (SELECT 1 FROM others))
          AS is_its_own
      FROM tried
    )
    UPDATE connections c
    SET fruitless_runs = CASE
        WHEN brought THEN 0
        ELSE fruitless_runs + is_its_own::int
      END,
      fruitless_since = CASE
        WHEN NOT brought AND is_its_own THEN COALESCE(fruitless_since, now())
        WHEN NOT brought THEN fruitless_since
      END
    FROM judged
    WHERE c.workspace_id = ${run.workspace_id} AND c.id = ${run.connection_id}
    RETURNING c.fruitless_runs AS failures,
      is_its_own AND c.fruitless_runs >= ${PAUSED_AFTER} AND c.status IN ('connected', 'error')
        AND c.fruitless_since <= now() - ${WITHOUT_ANYTHING_FOR} AS is_enough`);
  const [counted] = rows;
  if (counted?.is_enough) await pauseByItself(tx, run, counted.failures);
}

/**
 * Pure: whether the failure may be the connection's own. A crash of ours comes to no outcome of its
 * streams and is not asked about.
 */
const mayBeItsOwn = ({ status, error_reason: reason, needs_reauth }: Outcome): boolean =>
  status === 'failed' && needs_reauth === null && reason !== 'config' && reason !== 'rate_limit';

async function pauseByItself(tx: Sql, run: Run, failures: number): Promise<void> {
  await tx.query(sql`
    UPDATE connections
    SET status = 'paused', auto_paused_at = now(), next_sync_at = NULL
    WHERE workspace_id = ${run.workspace_id} AND id = ${run.connection_id}`);
  await emit(tx, bySystem(run.workspace_id), {
    event: 'connection.auto_paused',
    id: run.connection_id,
    data: { failures },
  });
}
