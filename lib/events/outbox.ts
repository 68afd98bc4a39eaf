import type { PoolClient } from 'pg';
import type { EventName } from '@/lib/contract/events';
import { db, transaction } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** Held while events get their places: one at a time, so that places are visible in their order. */
const PLACING_LOCK = 5_124_007;
/** Places given, or rows pruned, in one transaction. */
const BATCH = 5_000;
/** Kept this long even when everybody has read it, to look back at. */
const KEPT_DAYS = 3;
/** Kept no longer, even for a reader that does not come: it may be one that is gone. */
const KEPT_UNREAD_DAYS = 30;

/** An event as readers get it. */
export interface TellingEvent {
  /** Its place in the order; later ones are larger, with gaps. */
  seq: number;
  /** Stays the same however often it is told. */
  event_id: string;
  workspace_id: string;
  event: EventName;
  about: string;
  subject_id: string;
  actor_kind: 'user' | 'api_key' | 'system';
  actor_id: string | null;
  request_id: string | null;
  data: Record<string, unknown>;
  at: Date;
}

/**
 * Gives every committed event without a place the next ones, in the order they were written. A
 * transaction that is still open has no place yet and gets a later one: a reader that has come to
 * some place can therefore miss nothing before it.
 */
async function place(): Promise<void> {
  for (;;) {
    const { rowCount } = await db.query(sql`SELECT 1 FROM outbox WHERE seq IS NULL LIMIT 1`);
    if (rowCount === 0) return;
    await transaction(async (tx) => {
      await tx.query(sql`SELECT pg_advisory_xact_lock(${PLACING_LOCK}::bigint)`);
      await tx.query(sql`
        UPDATE outbox o SET seq = placed.seq
        FROM (
          SELECT id, nextval('outbox_order') AS seq
          FROM (
            SELECT id
            FROM outbox
            WHERE seq IS NULL
            ORDER BY id
            LIMIT ${BATCH}
          ) unplaced
        ) placed
        WHERE o.id = placed.id`);
    });
  }
}

/** Makes a reader known: it is told what is placed from now on, and nothing is pruned before it. */
export async function subscribe(consumer: string): Promise<void> {
  await db.query(sql`
    INSERT INTO outbox_positions (consumer, seq)
    SELECT ${consumer}::text, COALESCE(max(seq), 0)
    FROM outbox
    ON CONFLICT DO NOTHING`);
}

/**
 * Hands a subscribed reader the next events, up to `limit`, and moves it past them when `handle`
 * returns: in one transaction, which is given to `handle`, so that what it writes there is done
 * exactly once; anything else it does may be done again after a crash. When another process reads
 * for the same consumer, this one answers 0. Answers how many events were handed over.
 */
export async function consume(
  consumer: string,
  limit: number,
  handle: (events: readonly TellingEvent[], tx: PoolClient) => Promise<void>,
): Promise<number> {
  await place();
  return transaction(async (tx) => {
    const { rows: positions } = await tx.query<{ seq: string }>(sql`
      SELECT seq
      FROM outbox_positions
      WHERE consumer = ${consumer}
      FOR UPDATE SKIP LOCKED`);
    const [position] = positions;
    if (!position) return 0;
    const { rows } = await tx.query<TellingEvent>(sql`
      SELECT
        seq, event_id, workspace_id, event, about, subject_id, actor_kind, actor_id, request_id,
        data, at
      FROM outbox
      WHERE seq > ${position.seq}::bigint
      ORDER BY seq
      LIMIT ${limit}`);
    if (rows.length === 0) return 0;
    const events = rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    await handle(events, tx);
    await tx.query(sql`
      UPDATE outbox_positions SET seq = ${events.at(-1)!.seq}, moved_at = now()
      WHERE consumer = ${consumer}`);
    return events.length;
  });
}

/** The place of the newest event; 0: there is none. */
export async function latestEvent(): Promise<number> {
  await place();
  const { rows } = await db.query<{ seq: string }>(sql`
    SELECT COALESCE(max(seq), 0) AS seq
    FROM outbox`);
  return Number(rows[0]!.seq);
}

/**
 * The next events after a place, for a reader that keeps its place itself and only cares for what
 * happens while it reads: nothing is kept for it.
 */
export async function readEvents(after: number, limit: number): Promise<TellingEvent[]> {
  await place();
  const { rows } = await db.query<TellingEvent>(sql`
    SELECT
      seq, event_id, workspace_id, event, about, subject_id, actor_kind, actor_id, request_id,
      data, at
    FROM outbox
    WHERE seq > ${after}::bigint
    ORDER BY seq
    LIMIT ${limit}`);
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/**
 * Removes what is older than three days and every reader has passed, and what is older than thirty
 * whoever has not. Answers how many.
 */
export async function pruneOutbox(): Promise<number> {
  await place();
  let pruned = 0;
  for (;;) {
    const { rowCount } = await db.query(sql`
      DELETE FROM outbox
      WHERE id IN (
        SELECT id
        FROM outbox
        WHERE at < now() - make_interval(days => ${KEPT_UNREAD_DAYS})
          OR (at < now() - make_interval(days => ${KEPT_DAYS})
            AND seq <= COALESCE((SELECT min(seq) FROM outbox_positions), seq))
        LIMIT ${BATCH}
      )`);
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return pruned;
  }
}
