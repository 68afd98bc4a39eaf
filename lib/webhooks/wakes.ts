import { findConnector } from '@/lib/catalog/service';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';
import { requestRun } from '@/lib/runs/service';

/** What events ask of one connection. */
export interface Wake {
  workspace_id: string;
  connection_id: string;
  /** Records to be read again, as "stream id". */
  targets: readonly string[];
  /** Some event named no record: an ordinary incremental run is asked for. */
  whole: boolean;
  events: number;
}

/** More named records than this are quicker read by an ordinary run, and are not kept. */
export const MOST_TARGETS = 200;

/**
 * Notes that events ask for a connection to be synced, in the transaction that handles them. However
 * many they are, one run comes of it: at once, or when the gap after the run before is over.
 */
export async function noteWakes(
  tx: Sql,
  wakes: readonly Wake[],
  gap_seconds: number,
): Promise<void> {
  for (const wake of wakes.toSorted((a, b) => (a.connection_id < b.connection_id ? -1 : 1)))
    await tx.query(
      named(
        'webhook-wake',
        sql`
          INSERT INTO webhook_wakes AS w (
            workspace_id, connection_id, due_at, targets, whole, events, last_event_at)
          VALUES (
            ${wake.workspace_id}, ${wake.connection_id}, date_trunc('milliseconds', now()),
            ${wake.targets}, ${wake.whole}, ${wake.events},
            CASE WHEN ${wake.events}::bigint > 0 THEN now() END)
          ON CONFLICT (connection_id) DO UPDATE SET
            due_at = COALESCE(
              w.due_at,
              GREATEST(
                excluded.due_at,
                w.started_at + make_interval(secs => ${gap_seconds}::float8)
              )
            ),
            targets = CASE
              WHEN cardinality(w.targets || excluded.targets) > ${MOST_TARGETS}::int THEN '{}'
              ELSE ARRAY(SELECT DISTINCT unnest(w.targets || excluded.targets))
            END,
            whole = w.whole OR excluded.whole
              OR cardinality(w.targets || excluded.targets) > ${MOST_TARGETS}::int,
            events = w.events + excluded.events,
            last_event_at = COALESCE(excluded.last_event_at, w.last_event_at)`,
      ),
    );
}

interface DueWake {
  workspace_id: string;
  connection_id: string;
  connector_type: string;
  targets: string[];
  whole: boolean;
}

const AT_ONCE = 50;
/** Before what is due by the clock, behind what a person waits for. */
const PRIORITY = 5;

/**
 * Starts the runs that events ask for and that are due: none while one is live, and none for a
 * connection that could not sync. Run, job and the note that it was asked for are one transaction.
 * Answers how many began.
 */
export async function startWoken(): Promise<number> {
  if (!(await isAnyDue())) return 0;
  return transaction(async (tx) => {
    const { rows } = await tx.query<DueWake>(sql`
      SELECT w.workspace_id, w.connection_id, c.connector_type, w.targets, w.whole
      FROM webhook_wakes w
      JOIN connections c ON c.workspace_id = w.workspace_id AND c.id = w.connection_id
      WHERE w.due_at <= now() AND c.live_run_id IS NULL AND c.status IN ('connected', 'error')
        AND c.needs_reauth_at IS NULL
        AND (c.rate_limited_until IS NULL OR c.rate_limited_until <= now())
      ORDER BY w.due_at
      LIMIT ${AT_ONCE}
      FOR NO KEY UPDATE OF c, w SKIP LOCKED`);
    for (const wake of rows) {
      await requestRun(tx, {
        workspace_id: wake.workspace_id,
        connection_id: wake.connection_id,
        connector_type: wake.connector_type,
        triggered_by: 'webhook',
        ...asked(wake),
        priority: PRIORITY,
      });
      await tx.query(sql`
        UPDATE webhook_wakes
        SET due_at = NULL, targets = '{}', whole = false, started_at = now()
        WHERE connection_id = ${wake.connection_id}`);
    }
    return rows.length;
  });
}

/**
 * The records to be read by their ids, where their streams can; when anything else is asked for
 * too, an ordinary run beside them, over all streams.
 */
function asked({ connector_type, targets, whole }: DueWake): {
  streams: string[];
  targets: string[];
} {
  const streams = findConnector(connector_type)?.streams ?? [];
  const byId = new Set(streams.filter((stream) => stream.one).map((stream) => stream.name));
  const streamOf = (target: string) => target.slice(0, target.indexOf(' '));
  const readable = targets.filter((target) => byId.has(streamOf(target)));
  if (readable.length > MOST_TARGETS) return { streams: [], targets: [] };
  const isAll = !whole && readable.length === targets.length;
  return { streams: isAll ? [...new Set(readable.map(streamOf))] : [], targets: readable };
}

async function isAnyDue(): Promise<boolean> {
  const { rowCount } = await db.query(
    named(
      'webhook-any-due',
      sql`
        SELECT 1
        FROM webhook_wakes
        WHERE due_at <= now()
        LIMIT 1`,
    ),
  );
  return rowCount === 1;
}
