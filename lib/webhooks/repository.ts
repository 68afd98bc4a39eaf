import { db, type Sql } from '@/lib/platform/db';
import { named, sql } from '@/lib/platform/sql';

export interface EndpointRow {
  workspace_id: string;
  id: string;
  provider: string;
  name: string;
  connection_id: string | null;
  reach: 'workspace' | 'platform';
  secret_cipher: Buffer;
  /** Only while it is still taken. */
  previous_cipher: Buffer | null;
  disabled_at: Date | null;
  mode: 'live' | 'sandbox';
  /** Of the row: another one with every change of it. */
  version: string;
}

/** An endpoint by the id in its address, whatever its workspace: the address is all a sender knows. */
export async function findEndpoint(id: string): Promise<EndpointRow | null> {
  const { rows } = await db.query<EndpointRow>(
    named(
      'webhook-endpoint',
      sql`
        SELECT e.workspace_id, e.id, e.provider, e.name, e.connection_id, e.reach, e.secret_cipher,
          CASE WHEN e.previous_until > now() THEN e.previous_cipher END AS previous_cipher,
          e.disabled_at, w.mode, e.xmin::text AS version
        FROM webhook_endpoints e
        JOIN workspaces w ON w.id = e.workspace_id
        WHERE e.id = ${id}`,
    ),
  );
  return rows[0] ?? null;
}

export interface NewDelivery {
  id: string;
  workspace_id: string;
  endpoint_id: string;
  verdict: 'accepted' | 'challenge' | 'refused';
  reason: string | null;
  dedupe_key: string | null;
  body_hash: Buffer | null;
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
  size: number;
  event_keys: readonly string[];
  took_ms: number;
  state: 'pending' | null;
}

/**
 * Stores a delivery, while its endpoint is the row it was held against: one that was disabled,
 * deleted or given another secret since then takes nothing. One statement, one transaction.
 * "known": the same event is there already.
 */
export async function insertDelivery(
  { version, previous_cipher }: EndpointRow,
  d: NewDelivery,
): Promise<'stored' | 'known' | 'outdated'> {
  const { rows } = await db.query<{ current: boolean; stored: boolean }>(
    named(
      'webhook-deliver',
      sql`
        WITH endpoint AS (
          SELECT workspace_id, id
          FROM webhook_endpoints
          WHERE id = ${d.endpoint_id} AND xmin::text = ${version} AND disabled_at IS NULL
            AND (${previous_cipher === null}::boolean OR previous_until > now())
        ), stored AS (
          INSERT INTO webhook_deliveries (
            id, workspace_id, endpoint_id, verdict, reason, dedupe_key, body_hash, method, url,
            headers, body, size, event_keys, took_ms, state)
          SELECT ${d.id}::uuid, workspace_id, id, ${d.verdict}, ${d.reason}, ${d.dedupe_key},
            ${d.body_hash}::bytea, ${d.method}, ${d.url}, ${d.headers}::jsonb, ${d.body}::bytea,
            ${d.size}::int, ${d.event_keys}::text[], ${d.took_ms}::real, ${d.state}
          FROM endpoint
          ON CONFLICT DO NOTHING
          RETURNING 1
        )
        SELECT EXISTS (SELECT FROM endpoint) AS current, EXISTS (SELECT FROM stored) AS stored`,
    ),
  );
  const { current, stored } = rows[0]!;
  if (!current) return 'outdated';
  return stored ? 'stored' : 'known';
}

/** Counts that an event was delivered once more. */
export async function countRepeat(d: NewDelivery): Promise<void> {
  await db.query(sql`
    UPDATE webhook_deliveries
    SET repeats = repeats + 1, repeated_at = now()
    WHERE endpoint_id = ${d.endpoint_id}
      AND (dedupe_key = ${d.dedupe_key} OR body_hash = ${d.body_hash}::bytea)`);
}

export interface StoredDelivery {
  seq: string;
  id: string;
  workspace_id: string;
  endpoint_id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  attempts: number;
  received_at: Date;
}

/** An endpoint as the work on its inbox needs it. */
export type ClaimedEndpoint = Pick<
  EndpointRow,
  'workspace_id' | 'id' | 'provider' | 'connection_id' | 'reach' | 'mode'
>;

/**
 * Takes one endpoint in which something is to be handled, and holds it until the transaction ends:
 * what it received is handled by one worker at a time. Where the provider delivers in order, a
 * delivery that waits for its next try keeps the later ones waiting. Null: nothing is left that
 * nobody has taken.
 */
export async function claimEndpoint(
  tx: Sql,
  ordered: readonly string[],
): Promise<ClaimedEndpoint | null> {
  const { rows } = await tx.query<ClaimedEndpoint>(
    named(
      'webhook-claim',
      sql`
        WITH waiting AS (
          SELECT endpoint_id, min(seq) AS head, min(seq) FILTER (WHERE next_at <= now()) AS due
          FROM webhook_deliveries
          WHERE state = 'pending'
          GROUP BY endpoint_id
        )
        SELECT e.workspace_id, e.id, e.provider, e.connection_id, e.reach, w.mode
        FROM waiting
        JOIN webhook_endpoints e ON e.id = waiting.endpoint_id
        JOIN workspaces w ON w.id = e.workspace_id
        WHERE waiting.due IS NOT NULL
          AND (waiting.due = waiting.head OR e.provider <> ALL (${ordered}::text[]))
        ORDER BY waiting.due
        LIMIT 1
        FOR NO KEY UPDATE OF e SKIP LOCKED`,
    ),
  );
  return rows[0] ?? null;
}

/** What is to be handled in an endpoint, in the order it came. */
export async function dueIn(
  tx: Sql,
  endpoint_id: string,
  limit: number,
): Promise<StoredDelivery[]> {
  const { rows } = await tx.query<StoredDelivery>(
    named(
      'webhook-due',
      sql`
        SELECT seq, id, workspace_id, endpoint_id, method, url, headers, body, attempts,
          received_at
        FROM webhook_deliveries
        WHERE endpoint_id = ${endpoint_id} AND state = 'pending' AND next_at <= now()
        ORDER BY seq
        LIMIT ${limit}`,
    ),
  );
  return rows;
}

/** Deliveries are handled: their effects are in the same transaction. */
export async function markDone(
  tx: Sql,
  done: readonly { seq: string; matched: number }[],
): Promise<void> {
  if (done.length === 0) return;
  await tx.query(sql`
    UPDATE webhook_deliveries d
    SET state = 'done', handled_at = now(), attempts = attempts + 1, error = NULL,
      matched = t.matched
    FROM unnest(
      ${done.map((one) => one.seq)}::bigint[], ${done.map((one) => one.matched)}::int[]
    ) AS t(seq, matched)
    WHERE d.seq = t.seq AND d.state = 'pending'`);
}

/** A delivery could not be handled: it is tried again later, or stays where a person sees it. */
export async function markFailed(
  tx: Sql,
  seq: string,
  error: string,
  again_in_seconds: number | null,
): Promise<void> {
  await tx.query(sql`
    UPDATE webhook_deliveries
    SET attempts = attempts + 1, error = ${error},
      state = CASE WHEN ${again_in_seconds}::int IS NULL THEN 'failed' ELSE 'pending' END,
      handled_at = CASE WHEN ${again_in_seconds}::int IS NULL THEN now() END,
      next_at = date_trunc('milliseconds', now()) + make_interval(secs => COALESCE(${again_in_seconds}::int, 0))
    WHERE seq = ${seq}`);
}

/** Deletes what is older than the longest time a provider goes on delivering. */
export async function pruneDeliveries(days: number): Promise<number> {
  const { rowCount } = await db.query(sql`
    DELETE FROM webhook_deliveries
    WHERE received_at < now() - make_interval(days => ${days}::int)
      AND state IS DISTINCT FROM 'pending'`);
  return rowCount ?? 0;
}
