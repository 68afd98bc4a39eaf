import type { WebhookDelivery } from '@/lib/contract/webhooks';
import { db, type Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';

export interface EndpointSummary {
  id: string;
  workspace_id: string;
  slug: string;
  provider: string;
  name: string;
  connection_id: string | null;
  reach: 'workspace' | 'platform';
  registered: boolean;
  lapses_at: Date | null;
  created_at: Date;
  rotated_at: Date | null;
  previous_until: Date | null;
  disabled_at: Date | null;
  accepted: number;
  duplicates: number;
  challenges: number;
  refused: number;
  pending: number;
  failed: number;
  last_delivery_at: Date | null;
}

/** More endpoints than a page shows; newest first. */
const MOST_ENDPOINTS = 500;

/** Endpoints with what came to them; all of the installation's, or the one named. */
export async function endpointSummaries(id: string | null = null): Promise<EndpointSummary[]> {
  const { rows } = await db.query<EndpointSummary>(sql`
    SELECT e.id, e.workspace_id, w.slug, e.provider, e.name, e.connection_id, e.reach,
      e.registration IS NOT NULL AS registered, e.lapses_at, e.created_at, e.rotated_at,
      CASE WHEN e.previous_until > now() THEN e.previous_until END AS previous_until,
      e.disabled_at, d.accepted, d.duplicates, d.challenges, d.refused, d.pending, d.failed,
      d.last_delivery_at
    FROM webhook_endpoints e
    JOIN workspaces w ON w.id = e.workspace_id
    LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE verdict = 'accepted')::int AS accepted,
        COALESCE(sum(repeats), 0)::int AS duplicates,
        count(*) FILTER (WHERE verdict = 'challenge')::int AS challenges,
        count(*) FILTER (WHERE verdict = 'refused')::int AS refused,
        count(*) FILTER (WHERE state = 'pending')::int AS pending,
        count(*) FILTER (WHERE state = 'failed')::int AS failed,
        max(received_at) AS last_delivery_at
      FROM webhook_deliveries
      WHERE endpoint_id = e.id
    ) d ON true
    WHERE ${id}::uuid IS NULL OR e.id = ${id}
    ORDER BY e.created_at DESC, e.id
    LIMIT ${MOST_ENDPOINTS}`);
  return rows;
}

export interface DeliveryRow {
  seq: string;
  id: string;
  workspace_id: string;
  endpoint_id: string;
  provider: string;
  received_at: Date;
  verdict: WebhookDelivery['verdict'];
  reason: WebhookDelivery['reason'];
  dedupe_key: string | null;
  repeats: number;
  event_keys: string[];
  size: number;
  took_ms: number;
  handled_at: Date | null;
  state: WebhookDelivery['state'];
  attempts: number;
  error: string | null;
  matched: number | null;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface DeliveryFilter {
  endpoint_id?: string;
  provider?: string;
  verdict?: WebhookDelivery['verdict'] | 'duplicate';
  state?: NonNullable<WebhookDelivery['state']>;
  q?: string;
  before?: string;
}

const COLUMNS = raw(`
  d.seq, d.id, d.workspace_id, d.endpoint_id, e.provider, d.received_at, d.verdict, d.reason,
  d.dedupe_key, d.repeats, d.event_keys, d.size, d.took_ms, d.handled_at, d.state, d.attempts,
  d.error, d.matched, d.method, d.url, d.headers, d.body`);

/** Deliveries, newest first. */
export async function deliveryPage(filter: DeliveryFilter, limit: number): Promise<DeliveryRow[]> {
  const { endpoint_id = null, provider = null, state = null, q = null, before = null } = filter;
  const verdict = filter.verdict === 'duplicate' ? null : (filter.verdict ?? null);
  const { rows } = await db.query<DeliveryRow>(sql`
    SELECT ${COLUMNS}
    FROM webhook_deliveries d
    JOIN webhook_endpoints e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
    WHERE (${endpoint_id}::uuid IS NULL OR d.endpoint_id = ${endpoint_id})
      AND (${provider}::text IS NULL OR e.provider = ${provider})
      AND (${verdict}::text IS NULL OR d.verdict = ${verdict})
      AND (NOT ${filter.verdict === 'duplicate'}::boolean OR d.repeats > 0)
      AND (${state}::text IS NULL OR d.state = ${state})
      AND (${before}::bigint IS NULL OR d.seq < ${before})
      AND (
        ${q}::text IS NULL
        OR strpos(
          lower(concat_ws(' ', array_to_string(d.event_keys, ' '), d.dedupe_key, d.error)),
          lower(${q})
        ) > 0
      )
    ORDER BY d.seq DESC
    LIMIT ${limit}`);
  return rows;
}

/** One delivery of the installation. */
export async function findDelivery(id: string, tx: Sql = db): Promise<DeliveryRow | null> {
  const { rows } = await tx.query<DeliveryRow>(sql`
    SELECT ${COLUMNS}
    FROM webhook_deliveries d
    JOIN webhook_endpoints e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
    WHERE d.id = ${id}`);
  return rows[0] ?? null;
}

/** Holds a delivery until the transaction ends, so that it is put back once. */
export async function lockDelivery(tx: Sql, id: string): Promise<void> {
  await tx.query(sql`
    SELECT 1
    FROM webhook_deliveries
    WHERE id = ${id}
    FOR UPDATE`);
}

/** Puts a delivery back into the inbox. */
export async function handleAgain(tx: Sql, seq: string): Promise<void> {
  await tx.query(sql`
    UPDATE webhook_deliveries
    SET state = 'pending', attempts = 0, error = NULL, handled_at = NULL, matched = NULL,
      next_at = date_trunc('milliseconds', now())
    WHERE seq = ${seq}`);
}
