import type { Enqueue, QueueLag } from '@/lib/jobs/engine';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';

/** A job that is to be given to the engine. */
export interface Waiting {
  job: string;
  key: string;
  payload: unknown;
  fair: string | null;
  priority: number;
}

/** How long handing over may take before somebody tries again. */
const IN_HAND = raw(`interval '30 seconds'`);
/** A worker that shows no sign of life for so long has lost the job. */
const BUSY = raw(`interval '20 seconds'`);
/** SQL: at once, and never ahead of the clock: columns hold milliseconds, rounded. */
const AT_ONCE = raw(`date_trunc('milliseconds', now())`);
/** SQL: no worker is known to be at it. */
const IDLE = raw(`(busy_until IS NULL OR busy_until < now())`);

/** Joins the caller's transaction. A key that waits or runs already stays alone. */
export async function put(tx: Sql, job: string, items: readonly Enqueue<unknown>[]): Promise<void> {
  await tx.query(sql`
    INSERT INTO job_outbox (job, key, payload, job_group, fair, priority)
    SELECT ${job}, i.key, i.payload, i."group", i.fair, COALESCE(i.priority, 0)
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      AS i(key text, payload jsonb, "group" text, fair text, priority int)
    ON CONFLICT (job, key) DO NOTHING`);
}

/**
 * Takes up to so many jobs that are to be given to the engine now: of a group with a cap only as
 * many as it has places for, counting what the engine has already. One relay at a time: two would
 * both count before either has taken. What is taken and not settled is taken again after half a
 * minute.
 */
export const take = (
  job: string,
  caps: Readonly<Record<string, number>>,
  limit: number,
): Promise<Waiting[]> =>
  transaction(async (tx) => {
    await tx.query(sql`SELECT pg_advisory_xact_lock(hashtext(${`inlet-outbox-${job}`}))`);
    const groups = Object.keys(caps);
    const { rows } = await tx.query<Waiting>(sql`
      WITH again AS (
        SELECT key
        FROM job_outbox
        WHERE job = ${job} AND handed AND hand_at <= now() AND ${IDLE}
        ORDER BY hand_at
        LIMIT ${limit}
      ),
      free AS (
        SELECT key
        FROM job_outbox
        WHERE job = ${job} AND NOT handed
          AND (job_group IS NULL OR job_group <> ALL(${groups}::text[]))
        ORDER BY priority DESC, created_at
        LIMIT ${limit}
      ),
      capped AS (
        SELECT o.key
        FROM unnest(${groups}::text[], ${Object.values(caps)}::int[]) AS c(job_group, cap)
        CROSS JOIN LATERAL (
          SELECT key
          FROM job_outbox w
          WHERE w.job = ${job} AND NOT w.handed AND w.job_group = c.job_group
          ORDER BY priority DESC, created_at
          LIMIT GREATEST(0, c.cap - (
            SELECT count(*)
            FROM job_outbox h
            WHERE h.job = ${job} AND h.handed AND h.job_group = c.job_group
          ))
        ) o
      )
      UPDATE job_outbox
      SET handed = true, hand_at = now() + ${IN_HAND}
      WHERE job = ${job} AND key IN (
        SELECT key FROM again
        UNION ALL
        SELECT key FROM capped
        UNION ALL
        SELECT key FROM free
        LIMIT ${limit}
      )
      RETURNING job, key, payload, fair, priority`);
    return rows;
  });

/**
 * The engine has them. It is told again after five minutes, and then the rarer the longer they
 * wait, in case it forgot: telling it twice changes nothing.
 */
export async function settle(job: string, keys: readonly string[]): Promise<void> {
  await db.query(sql`
    UPDATE job_outbox
    SET hand_at = now() + GREATEST(interval '5 minutes', now() - created_at)
    WHERE job = ${job} AND key = ANY(${keys})`);
}

/** The engine did not answer. It may have them nevertheless: they keep their place under the cap. */
export async function putBack(job: string, keys: readonly string[]): Promise<void> {
  await db.query(sql`
    UPDATE job_outbox
    SET hand_at = ${AT_ONCE}
    WHERE job = ${job} AND key = ANY(${keys})`);
}

/** The engine was away: everything it was given and nobody works on is given again. */
export async function giveAgain(job: string): Promise<void> {
  await db.query(sql`
    UPDATE job_outbox
    SET hand_at = LEAST(hand_at, ${AT_ONCE})
    WHERE job = ${job} AND handed AND ${IDLE}`);
}

/** Signs of life of jobs that run here. */
export async function keepBusy(job: string, keys: readonly string[]): Promise<void> {
  await db.query(sql`
    UPDATE job_outbox
    SET handed = true, busy_until = now() + ${BUSY}
    WHERE job = ${job} AND key = ANY(${keys})`);
}

/** A job that was given back waits again, at the engine. */
export async function setIdle(job: string, key: string): Promise<void> {
  await db.query(sql`
    UPDATE job_outbox
    SET busy_until = NULL
    WHERE job = ${job} AND key = ${key}`);
}

/** The job is done, and its place under the cap of its group free. Answers that group. */
export async function remove(job: string, key: string): Promise<string | null> {
  const { rows } = await db.query<{ job_group: string | null }>(sql`
    DELETE FROM job_outbox
    WHERE job = ${job} AND key = ${key}
    RETURNING job_group`);
  return rows[0]?.job_group ?? null;
}

/** See QueueLag. */
export async function outboxLag(): Promise<QueueLag> {
  const {
    rows: [row],
  } = await db.query<{ waiting: number; active: number; oldest: number }>(sql`
    SELECT count(*) FILTER (WHERE ${IDLE})::int AS waiting,
      count(*) FILTER (WHERE NOT ${IDLE})::int AS active,
      COALESCE(
        extract(epoch FROM now() - min(created_at) FILTER (WHERE ${IDLE})), 0
      )::float8 * 1000 AS oldest
    FROM job_outbox`);
  return {
    waiting: row!.waiting,
    active: row!.active,
    oldest_waiting_ms: Math.max(0, Math.round(row!.oldest)),
  };
}
