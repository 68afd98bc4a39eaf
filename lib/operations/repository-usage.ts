import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

export interface UsageNumbers {
  workspaces: number;
  people: number;
  connections: number;
  records: number;
  runs_today: number;
  /** Requests with API keys that the busiest workspace made in the minute that runs. */
  most_requests: number;
}

/** How much there is on this installation; records as they are counted, not one by one. */
export async function usageNumbers(): Promise<UsageNumbers> {
  const {
    rows: [row],
  } = await db.query<UsageNumbers>(sql`
    SELECT
      (SELECT count(*)::int FROM workspaces WHERE twin_of IS NULL) AS workspaces,
      (SELECT count(*)::int FROM users) AS people,
      (
        SELECT count(*)::int
        FROM connections
        WHERE status NOT IN ('pending', 'disconnected')
      ) AS connections,
      (SELECT COALESCE(sum(live), 0)::float8 FROM stream_counts) AS records,
      (
        SELECT count(*)::int
        FROM sync_runs
        WHERE id >= (
          lpad(
            to_hex(floor(extract(epoch FROM now() - interval '1 day') * 1000)::bigint), 12, '0'
          ) || '00000000000000000000'
        )::uuid
      ) AS runs_today,
      (
        SELECT COALESCE(max(used), 0)::int
        FROM request_budgets
        WHERE key LIKE 'workspace/%' AND began_at > now() - interval '1 minute'
      ) AS most_requests`);
  return row!;
}
