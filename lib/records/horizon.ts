import { sleep } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

const LOOK_AGAIN_MS = 20;

/**
 * A number of the record sequence up to which every record is committed or never will be: whoever
 * has read up to it can miss nothing before it. Waits for the transactions that write records now,
 * up to `patience_ms`; null: they did not end, ask again later.
 *
 * Whoever takes a number has locked the table first and keeps the lock to its end. So after the
 * number was read, all that can still come before it hold the lock, and are waited for.
 */
export async function settledSequence(patience_ms: number): Promise<string | null> {
  const { rows } = await db.query<{ seq: string }>(sql`
    SELECT last_value::text AS seq
    FROM record_seq`);
  let writing = await writers();
  const end = performance.now() + patience_ms;
  while (writing.size > 0) {
    if (performance.now() > end) return null;
    await sleep(LOOK_AGAIN_MS);
    writing = writing.intersection(await writers());
  }
  return rows[0]!.seq;
}

/** The transactions that have written records and are not at their end. */
async function writers(): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(sql`
    SELECT virtualtransaction AS id
    FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relation = 'records'::regclass`);
  return new Set(rows.map(({ id }) => id));
}
