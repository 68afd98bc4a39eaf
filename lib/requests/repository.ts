import { db } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';

/** At most `room` requests in a window. */
export interface RequestLimit {
  key: string;
  room: number;
}
export interface TakenRow {
  key: string;
  /** How many of those asked for were given; the same in every row. */
  granted: number;
  remaining: number;
  resets_in_ms: number;
}

/**
 * Takes up to `asked` places in every limit, the same number from each: exact across processes, by
 * the database's clock.
 */
export async function takeRequests(
  limits: readonly RequestLimit[],
  asked: number,
  window_ms: number,
): Promise<TakenRow[]> {
  const { rows } = await db.query<TakenRow>(
    named(
      'take_requests',
      sql`
        SELECT key, granted, remaining, resets_in_ms
        FROM take_requests(
          ${JSON.stringify(limits)}::jsonb, ${asked}::integer, ${window_ms}::double precision)`,
    ),
  );
  return rows;
}

/** Forgets budgets nobody has asked for in a day. */
export const deleteOldBudgets = () =>
  db.query(sql`
    DELETE FROM request_budgets
    WHERE began_at < now() - interval '1 day'`);

/** Which request an answer belongs to. */
export interface AnswerKey {
  workspace_id: string;
  caller: string;
  key: string;
}
export interface AnswerRow {
  id: string;
  cipher: Buffer;
  answered: boolean;
}

/**
 * Claims a key for a request, for `lease_seconds`: one that was never used, is older than
 * `kept_hours`, or whose request ended without an answer. False: another has it.
 */
export async function claimAnswer(
  { workspace_id, caller, key }: AnswerKey,
  claim: { id: string; cipher: Buffer; lease_seconds: number; kept_hours: number },
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    INSERT INTO idempotent_answers AS a (workspace_id, id, caller, key, cipher, lease_until)
    VALUES (
      ${workspace_id}, ${claim.id}, ${caller}, ${key}, ${claim.cipher},
      now() + make_interval(secs => ${claim.lease_seconds}::float8)
    )
    ON CONFLICT (workspace_id, caller, key) DO UPDATE SET id = excluded.id,
      cipher = excluded.cipher, answered = false, lease_until = excluded.lease_until,
      created_at = now()
    WHERE a.created_at < now() - make_interval(hours => ${claim.kept_hours}::int)
      OR (NOT a.answered AND a.lease_until < now())`);
  return rowCount === 1;
}

export async function findAnswer({
  workspace_id,
  caller,
  key,
}: AnswerKey): Promise<AnswerRow | undefined> {
  const { rows } = await db.query<AnswerRow>(sql`
    SELECT id, cipher, answered
    FROM idempotent_answers
    WHERE workspace_id = ${workspace_id} AND caller = ${caller} AND key = ${key}`);
  return rows[0];
}

/** Keeps the answer of a claimed request. */
export const storeAnswer = (workspace_id: string, id: string, cipher: Buffer) =>
  db.query(sql`
    UPDATE idempotent_answers SET cipher = ${cipher}, answered = true
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);

/** Gives a key free again: nothing came of its request. */
export const releaseAnswer = (workspace_id: string, id: string) =>
  db.query(sql`
    DELETE FROM idempotent_answers
    WHERE workspace_id = ${workspace_id} AND id = ${id} AND NOT answered`);

/** Removes answers that are kept no longer. */
export const deleteOldAnswers = (kept_hours: number) =>
  db.query(sql`
    DELETE FROM idempotent_answers
    WHERE created_at < now() - make_interval(hours => ${kept_hours}::int)`);
