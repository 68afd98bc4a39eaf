import { WINDOW_MOST_MS, type RateLimit } from '@/lib/connectors/kit';
import { allowedBy } from '@/lib/egress/follow';
import { NetworkError } from '@/lib/egress/http';
import { now, sleep } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';

/** Whose budgets a call counts against. */
export interface BudgetKeys {
  connection: string;
  app: string;
}

/**
 * A window is taken for longer than it is: calls arrive later than they were allowed, and not all as
 * much. Longer windows, not fewer calls: a place less is a third of three.
 */
const LATE_SHARE = 0.03;
const LATE_MS = 80;
const withRoomForLate = (per_ms: number): number => per_ms + Math.max(per_ms * LATE_SHARE, LATE_MS);
/** A shorter wait, as of a window of half a minute, is sat out here; a longer one is the caller’s to arrange. */
const WAIT_HERE_MS = 40_000;
/** Waiting processes do not come back in the same moment: later by a part of what they waited, in ms. */
const JITTER_SHARE = 0.01;
const JITTER_MOST_MS = 20;

/** Our own budget of calls is used up until `retry_at_ms` (epoch). */
export class BudgetSpent extends NetworkError {
  readonly retry_at_ms: number;
  constructor(retry_at_ms: number) {
    super('budget', 'The calls this provider allows are used up for now.');
    this.retry_at_ms = retry_at_ms;
  }
}

/**
 * Waits until the call fits every limit it counts against, then takes its place in all of them. The
 * count is in the database: no window of `per_ms` holds more than `requests`, however many
 * processes call. `probe`: goes through what the provider itself closed. Throws BudgetSpent.
 */
export async function takePermit(
  limits: readonly RateLimit[],
  keys: BudgetKeys,
  url: URL,
  {
    signal,
    probe = false,
    onWait,
  }: { signal?: AbortSignal; probe?: boolean; onWait?: (until_ms: number) => () => void } = {},
): Promise<void> {
  const counted = limits.filter((limit) => counts(limit, url));
  if (counted.length === 0) return;
  const asked = JSON.stringify(
    counted.map((l) => ({
      key: keyOf(l, keys),
      room: Math.max(1, Math.floor(allowedBy(l, keyOf(l, keys)) / (l.cost ?? 1))),
      per_ms: withRoomForLate(l.per_ms),
    })),
  );
  for (;;) {
    const {
      rows: [row],
    } = await db.query<{ wait_ms: number }>(
      named('take-permits', sql`SELECT take_permits(${asked}::jsonb, ${probe}) AS wait_ms`),
    );
    const { wait_ms } = row!;
    if (wait_ms === 0) return;
    if (wait_ms > WAIT_HERE_MS) throw new BudgetSpent(now() + wait_ms);
    const done = onWait?.(now() + wait_ms);
    const jitter_ms = Math.min(wait_ms * JITTER_SHARE, JITTER_MOST_MS);
    await sleep(wait_ms + Math.random() * jitter_ms, signal).finally(done);
    signal?.throwIfAborted();
  }
}

/**
 * The provider turned a call away until `until_ms` (epoch): limits all connections of the app share
 * are closed for all of them, for a day at most.
 */
export async function closeBudget(
  limits: readonly RateLimit[],
  keys: BudgetKeys,
  url: URL,
  until_ms: number,
): Promise<void> {
  const shared = limits
    .filter((limit) => limit.scope === 'app' && counts(limit, url))
    .map((limit) => keyOf(limit, keys));
  const wait_ms = Math.min(until_ms - now(), WINDOW_MOST_MS);
  if (shared.length === 0 || !(wait_ms > 0)) return;
  await db.query(sql`
    INSERT INTO rate_budgets (key, blocked_until)
    SELECT k, now() + make_interval(secs => ${wait_ms}::float8 / 1000)
    FROM unnest(${shared}::text[]) k
    ORDER BY k
    ON CONFLICT (key)
      DO UPDATE SET blocked_until = GREATEST(rate_budgets.blocked_until, excluded.blocked_until)`);
}

/** A call went through after all: what the provider had closed for it is open again. */
export async function openBudget(
  limits: readonly RateLimit[],
  keys: BudgetKeys,
  url: URL,
): Promise<void> {
  const counted = limits.filter((limit) => counts(limit, url)).map((l) => keyOf(l, keys));
  await db.query(sql`
    UPDATE rate_budgets
    SET blocked_until = NULL
    WHERE key = ANY(${counted})`);
}

/** A budget the provider closed. `key`: `app/<connector>/…/<limit>`. */
export interface ClosedBudget {
  key: string;
  /** Seconds until it opens by itself. */
  seconds: number;
}

/** Budgets that stay closed for more than `seconds`, the longest first. */
export async function closedBudgets(seconds: number): Promise<ClosedBudget[]> {
  const { rows } = await db.query<ClosedBudget>(sql`
    SELECT key, extract(epoch FROM blocked_until - now())::float8 AS seconds
    FROM rate_budgets
    WHERE blocked_until > now() + make_interval(secs => ${seconds})
    ORDER BY blocked_until DESC
    LIMIT 100`);
  return rows;
}

/** Opens a budget by hand. False: no budget of this name is closed. */
export async function liftBudget(key: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    UPDATE rate_budgets
    SET blocked_until = NULL
    WHERE key = ${key} AND blocked_until > now()`);
  return rowCount === 1;
}

/** Forgets budgets nobody used for two days. */
export async function forgetOldBudgets(): Promise<void> {
  await db.query(sql`
    DELETE FROM rate_budgets
    WHERE touched_at < now() - interval '2 days'
      AND (blocked_until IS NULL OR blocked_until < now())`);
}

/** The limits a call counts against, with the names of their budgets. */
export const countedBy = (
  limits: readonly RateLimit[],
  keys: BudgetKeys,
  url: URL,
): { limit: RateLimit; key: string }[] =>
  limits.filter((limit) => counts(limit, url)).map((limit) => ({ limit, key: keyOf(limit, keys) }));

const counts = (limit: RateLimit, url: URL): boolean =>
  (!limit.paths || limit.paths.test(url.pathname)) && !limit.except?.test(url.pathname);
const keyOf = (limit: RateLimit, keys: BudgetKeys): string =>
  `${limit.scope === 'app' ? keys.app : keys.connection}/${limit.name}`;
