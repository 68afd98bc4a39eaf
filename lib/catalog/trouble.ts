import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

const REMEMBER_MS = 30_000;
/** From so few connections nobody can tell whose trouble it is. */
const LEAST = 2;
let remembered: { until: number; types: Promise<ReadonlySet<string>> } | undefined;

/**
 * Connectors whose provider has trouble now: of the connections of this installation that synced
 * within the last hour, at least two and at least half failed by the provider's doing. Asked at most
 * twice a minute.
 */
export function troubledTypes(): Promise<ReadonlySet<string>> {
  if (!remembered || performance.now() > remembered.until) {
    remembered = { until: performance.now() + REMEMBER_MS, types: readTypes() };
    remembered.types.catch(() => {
      remembered = undefined;
    });
  }
  return remembered.types;
}

/** Asks again at once: for tests. */
export function forgetTrouble(): void {
  remembered = undefined;
}

async function readTypes(): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ connector_type: string }>(sql`
    SELECT c.connector_type
    FROM connections c
    JOIN sync_runs r ON r.workspace_id = c.workspace_id AND r.id = c.last_run_id
    WHERE c.status IN ('connected', 'error') AND r.finished_at > now() - interval '1 hour'
    GROUP BY c.connector_type
    HAVING count(*) FILTER (WHERE r.status <> 'completed' AND r.error_reason = 'transient')
      >= GREATEST(${LEAST}::int, count(*) / 2.0)`);
  return new Set(rows.map((row) => row.connector_type));
}
