import type { Sql } from '@/lib/platform/db';
import { part, sql } from '@/lib/platform/sql';

/** Runs in a row that may end where an earlier one ended before the stream is reported. */
const STALLED_AFTER = 5;
/** How many positions are remembered: a provider may lead round in a circle of several. */
const REMEMBERED = 8;

/** SQL: the streams of the row of `connections` being updated that do not advance. */
export const STALLED = part`ARRAY(
  SELECT k.stream
  FROM stream_checkpoints k
  WHERE k.workspace_id = connections.workspace_id AND k.connection_id = connections.id
    AND k.stalls >= ${STALLED_AFTER} AND k.stream <> ALL (connections.excluded_streams)
  ORDER BY k.stream
)`;

/**
 * Where a checkpoint stands. The generation is left out: a pass begun anew that dies at the same
 * page does not advance.
 */
const POSITION = part`CASE
  WHEN k.pass IS NULL THEN '-'
  ELSE md5(concat_ws(' ', k.pass->>'mode', k.pass->>'phase', k.pass->'page'))
END`;

/**
 * Counts, for each stream of a run that ended, whether it got any further: complete resets the
 * count, failing where a run ended before raises it. Streams the run did not reach got no further
 * either. Call it before the end is written on the connection.
 */
export async function noteStalls(
  db: Sql,
  run: { workspace_id: string; connection_id: string; id: string },
): Promise<void> {
  await db.query(sql`
    UPDATE stream_checkpoints k
    SET stalls = 0, positions = '{}'
    FROM stream_runs s
    WHERE k.workspace_id = ${run.workspace_id} AND k.connection_id = ${run.connection_id}
      AND s.workspace_id = ${run.workspace_id} AND s.run_id = ${run.id} AND s.stream = k.stream
      AND s.status = 'completed' AND (k.stalls > 0 OR cardinality(k.positions) > 0)`);
  await db.query(sql`
    INSERT INTO stream_checkpoints AS k (workspace_id, connection_id, stream, stalls, positions)
    SELECT ${run.workspace_id}, ${run.connection_id}, s.stream, 1, ARRAY['-']
    FROM stream_runs s
    WHERE s.workspace_id = ${run.workspace_id} AND s.run_id = ${run.id} AND s.status = 'failed'
    ON CONFLICT (workspace_id, connection_id, stream) DO UPDATE SET
      stalls = CASE
        WHEN ${POSITION} = '-' OR ${POSITION} = ANY(k.positions) THEN k.stalls + 1
        ELSE 0
      END,
      positions = (
        array_prepend(${POSITION}, array_remove(k.positions, ${POSITION}))
      )[1:${REMEMBERED}]`);
}
