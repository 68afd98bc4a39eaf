import type { Connector } from '@/lib/connectors/kit';
import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/**
 * Keeps what the numbers of a social account are, as a run ends: those of its profile, and the sums
 * over its posts under `posts.…`. Only of streams the run has read to their end; a number the
 * provider does not say leaves no point. In the run's own transaction.
 */
export async function keepMetrics(
  tx: Sql,
  run: { workspace_id: string; connection_id: string; id: string },
  connector: Connector,
): Promise<void> {
  const named = (entity: string) =>
    connector.streams.filter((s) => s.entity === entity).map((s) => s.name);
  const [profiles, posts] = [named('metrics'), named('posts')];
  if (profiles.length === 0) return;
  await tx.query(sql`
    WITH complete AS (
      SELECT stream
      FROM stream_runs
      WHERE workspace_id = ${run.workspace_id} AND run_id = ${run.id} AND status = 'completed'
    ),
    numbers AS (
      SELECT said.key AS metric, said.value::text::float8 AS value
      FROM complete
      JOIN records r ON r.connection_id = ${run.connection_id} AND r.stream = complete.stream
      CROSS JOIN LATERAL jsonb_each(r.canonical) said
      WHERE complete.stream = ANY(${profiles}) AND r.deleted_at IS NULL
        AND jsonb_typeof(said.value) = 'number'

      UNION ALL

      SELECT 'posts.' || said.key, said.value::text::float8
      FROM complete
      JOIN records r ON r.connection_id = ${run.connection_id} AND r.stream = complete.stream
      CROSS JOIN LATERAL jsonb_each(
        CASE jsonb_typeof(r.canonical -> 'metrics')
          WHEN 'object' THEN r.canonical -> 'metrics' ELSE '{}'
        END
      ) said
      WHERE complete.stream = ANY(${posts}) AND r.deleted_at IS NULL
        AND jsonb_typeof(said.value) = 'number'
    )
    INSERT INTO metric_points (workspace_id, connection_id, metric, at, value)
    SELECT
      ${run.workspace_id}, ${run.connection_id}, metric, date_trunc('milliseconds', now()),
      sum(value)
    FROM numbers
    GROUP BY metric
    ON CONFLICT DO NOTHING`);
}
