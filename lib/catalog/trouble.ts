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

const readTypes = async (): Promise<ReadonlySet<string>> =>
  new Set(
    (await providersNow()).filter((p) => p.has_trouble).map(({ connector_type }) => connector_type),
  );

/** How the syncs of a connector's connections went within the last hour. */
export interface ProviderNow {
  connector_type: string;
  connections: number;
  /** Those whose last run within the hour is known. */
  judged: number;
  /** Those of which it failed by the provider's doing. */
  troubled: number;
  /** At least two of them, and at least half. */
  has_trouble: boolean;
}

/** Every connector somebody is connected to, the most used first. */
export async function providersNow(): Promise<ProviderNow[]> {
  const { rows } = await db.query<Omit<ProviderNow, 'has_trouble'>>(sql`
    SELECT c.connector_type, count(*)::int AS connections, count(r.id)::int AS judged,
      count(*) FILTER (
        WHERE r.status <> 'completed' AND r.error_reason = 'transient'
      )::int AS troubled
    FROM connections c
    LEFT JOIN sync_runs r ON r.workspace_id = c.workspace_id AND r.id = c.last_run_id
      AND r.finished_at > now() - interval '1 hour'
    WHERE c.status IN ('connected', 'error')
    GROUP BY c.connector_type
    ORDER BY connections DESC, c.connector_type`);
  return rows.map((row) => ({
    ...row,
    has_trouble: row.troubled >= Math.max(LEAST, row.judged / 2),
  }));
}
