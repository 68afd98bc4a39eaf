import {
  at,
  numberText,
  waitUntil,
  type Answer,
  type NumberIn,
  type RateLimit,
} from '@/lib/connectors/kit';
import { now } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

/** What providers said last of their limits, by budget; what they stop saying is forgotten. */
const said = new Map<string, { limit: number; until: number }>();
const REMEMBER_MS = 3_600_000;

/** How many requests a limit allows: what is declared, or less where the provider said less. */
export function allowedBy(limit: RateLimit, key: string): number {
  const known = said.get(key);
  if (!known) return limit.requests;
  if (performance.now() > known.until) said.delete(key);
  return Math.min(limit.requests, known.limit);
}

/**
 * Reads what an answer says of the limits it counted against: a smaller allowance is kept to from
 * now on, what is used up is left alone until it comes back, and what the request has really cost is
 * charged.
 */
export async function followAnswer(
  counted: readonly { limit: RateLimit; key: string }[],
  answer: Answer,
): Promise<void> {
  for (const { limit, key } of counted) {
    const { follows } = limit;
    const allowed = follows?.limit && numberIn(answer, follows.limit);
    if (allowed && allowed < limit.requests)
      said.set(key, { limit: Math.max(1, allowed), until: performance.now() + REMEMBER_MS });
    const remaining = follows?.remaining ? numberIn(answer, follows.remaining) : null;
    if (remaining !== null && remaining < (limit.cost ?? 1))
      await closeUntilReset(limit, key, answer);
    const cost = limit.cost_of?.(answer) ?? null;
    if (cost !== null && cost > 1) await charge(key, Math.ceil(cost) - 1);
  }
}

async function closeUntilReset(limit: RateLimit, key: string, answer: Answer): Promise<void> {
  const { reset } = limit.follows!;
  const named = reset ? waitUntil([reset], answer, now())?.at_ms : null;
  const wait_ms = named ? named - now() : limit.per_ms;
  if (!(wait_ms > 0)) return;
  await db.query(sql`
    INSERT INTO rate_budgets AS b (key, blocked_until)
    VALUES (${key}, now() + make_interval(secs => ${wait_ms}::float8 / 1000))
    ON CONFLICT (key) DO UPDATE
    SET blocked_until = GREATEST(b.blocked_until, excluded.blocked_until)`);
}

/** Counts so much more in the newest slice of the window. */
async function charge(key: string, more: number): Promise<void> {
  await db.query(sql`
    UPDATE rate_budgets SET used[1] = COALESCE(used[1], 0) + ${more}::int
    WHERE key = ${key}`);
}

function numberIn(answer: Answer, place: NumberIn): number | null {
  const value =
    'header' in place ? answer.headers[place.header] : numberText(at(answer.body, place.body));
  const number = value === undefined || value === null ? Number.NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : null;
}
