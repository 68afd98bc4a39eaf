import { healthSql } from '@/lib/health/service';
import { db } from '@/lib/platform/db';
import { staleSeconds } from '@/lib/connections/shared';

export interface ConnectionTotal {
  connector_type: string;
  status: string;
  health: string;
  connections: number;
}

const STALE = 'make_interval(secs => COALESCE(($1::jsonb ->> c.connector_type)::float8, 172800))';

/**
 * How many connections the whole installation has, by connector, status and health. Names nobody.
 */
export async function connectionTotals(): Promise<ConnectionTotal[]> {
  const { rows } = await db.query<ConnectionTotal>(
    `SELECT connector_type, status, health, count(*)::int AS connections
       FROM (SELECT c.connector_type, c.status, ${healthSql({ stale: STALE })} AS health
               FROM connections c
               LEFT JOIN sync_runs lr
                 ON lr.workspace_id = c.workspace_id AND lr.id = c.last_run_id) t
      GROUP BY 1, 2, 3`,
    [JSON.stringify(await staleSeconds())],
  );
  return rows;
}
