import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** At most `room` in any stretch of `per_ms`. */
export interface GuessLimit {
  key: string;
  room: number;
  per_ms: number;
}

/**
 * Takes one place in every limit, or in none. Answers 0, or the milliseconds until it is worth
 * asking again. The counting is that of the providers' budgets: exact across processes, by the
 * database's clock.
 */
export async function takeGuess(limits: readonly GuessLimit[]): Promise<number> {
  const { rows } = await db.query<{ wait_ms: number }>(
    sql`SELECT take_permits(${JSON.stringify(limits)}::jsonb) AS wait_ms`,
  );
  return rows[0]!.wait_ms;
}

/** Forgets everything counted under these keys. */
export const clearGuesses = (keys: readonly string[]) =>
  db.query(sql`DELETE FROM rate_budgets WHERE key = ANY(${keys})`);

/** Forgets everything counted about one account, by its digest. */
export const clearAccount = (account: string) =>
  db.query(sql`DELETE FROM rate_budgets WHERE starts_with(key, ${`guess/${account}/`})`);

/** Gives one place back in each, in the order in which places are taken. */
export const returnGuesses = (keys: readonly string[]) =>
  db.query(sql`
    WITH counted AS (
      SELECT key
      FROM rate_budgets
      WHERE key = ANY(${keys})
      ORDER BY key
      FOR UPDATE
    )
    UPDATE rate_budgets b SET used[1] = GREATEST(b.used[1] - 1, 0)
    FROM counted c
    WHERE b.key = c.key AND b.used[1] > 0`);
