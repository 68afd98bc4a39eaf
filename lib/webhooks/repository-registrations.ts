import { db, type Sql } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';
import { sealSecret } from '@/lib/webhooks/secrets';
import type { Registered } from '@/lib/webhooks/registrar';

interface Key {
  workspace_id: string;
  id: string;
}

/** Notes what the provider calls an endpoint, until when it delivers, and a secret of its choice. */
export async function noteRegistered(
  tx: Sql,
  { workspace_id, id }: Key,
  { registration, lapses_at, secret }: Registered,
): Promise<void> {
  const cipher = secret === undefined ? null : await sealSecret(workspace_id, id, secret);
  await tx.query(sql`
    UPDATE webhook_endpoints
    SET registration = ${JSON.stringify(registration)}::jsonb, lapses_at = ${lapses_at ?? null},
      secret_cipher = COALESCE(${cipher}::bytea, secret_cipher), registration_error = NULL,
      retry_at = NULL
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/** Notes why a registration could not be made or renewed, and when that is tried again. */
export async function noteUnregistered(
  { workspace_id, id }: Key,
  error: string,
  again_in_seconds: number,
): Promise<void> {
  await db.query(sql`
    UPDATE webhook_endpoints
    SET registration_error = ${error.replaceAll('\0', '').slice(0, 500)},
      retry_at = now() + make_interval(secs => ${again_in_seconds}::float8)
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
}

/**
 * Notes that the provider says a registration ends, or has ended: whoever keeps registrations
 * renews it, or makes it anew, at the next look.
 */
export async function noteEnding(
  tx: Sql,
  { workspace_id, id }: Key,
  how: 'ending' | 'gone',
): Promise<void> {
  await tx.query(sql`
    UPDATE webhook_endpoints
    SET retry_at = NULL,
      lapses_at = LEAST(lapses_at, date_trunc('milliseconds', now()) + CASE
        WHEN ${how}::text = 'gone' THEN interval '0'
        ELSE interval '30 minutes'
      END),
      registration_error = CASE
        WHEN ${how}::text = 'gone' THEN 'The provider has ended it. It is being asked again.'
        ELSE registration_error
      END
    WHERE workspace_id = ${workspace_id} AND id = ${id} AND registration IS NOT NULL`);
}

export interface RegistrationRow extends Key {
  provider: string;
  connection_id: string;
  secret_cipher: Buffer;
  previous_cipher: null;
  registration: Record<string, string> | null;
}

/**
 * Takes endpoints whose registration is missing or lapses within so many seconds, and puts them off
 * for a minute, so that no other worker takes them too.
 */
export async function takeDue(
  providers: readonly string[],
  within_seconds: number,
  limit: number,
): Promise<RegistrationRow[]> {
  const { rows } = await db.query<RegistrationRow>(sql`
    UPDATE webhook_endpoints e
    SET retry_at = now() + interval '1 minute'
    FROM (
      SELECT d.workspace_id, d.id
      FROM webhook_endpoints d
      JOIN connections c ON c.workspace_id = d.workspace_id AND c.id = d.connection_id
      WHERE d.provider = ANY (${providers}::text[]) AND d.disabled_at IS NULL
        AND c.status IN ('connected', 'error') AND c.needs_reauth_at IS NULL
        AND (d.retry_at IS NULL OR d.retry_at <= now())
        AND (
          d.registration IS NULL
          OR d.lapses_at < now() + make_interval(secs => ${within_seconds}::float8)
        )
      ORDER BY d.lapses_at NULLS FIRST
      LIMIT ${limit}
      FOR UPDATE OF d SKIP LOCKED
    ) due
    WHERE e.workspace_id = due.workspace_id AND e.id = due.id
    RETURNING e.workspace_id, e.id, e.provider, e.connection_id, e.secret_cipher,
      NULL AS previous_cipher, e.registration`);
  return rows;
}

/** Registrations of a connection that is about to be disconnected. */
export async function registrationsOf(
  workspace_id: string,
  connection_id: string,
): Promise<RegistrationRow[]> {
  const { rows } = await db.query<RegistrationRow>(sql`
    SELECT workspace_id, id, provider, connection_id, secret_cipher, NULL AS previous_cipher,
      registration
    FROM webhook_endpoints
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND disabled_at IS NULL AND registration IS NOT NULL`);
  return rows;
}

/** How a connection's newest endpoint in use stands: what LIVE_FACTS answers. */
export interface LiveFacts {
  provider: string;
  /** It is registered at the provider, and has not lapsed. */
  registered: boolean;
  lapsed: boolean | null;
  /** There is an endpoint for all connections of the provider. */
  heard: boolean;
  error: string | null;
}

/** The facts of the connection `c`, as JSON; null: it has no endpoint. */
export const LIVE_FACTS = raw(`(
  SELECT jsonb_build_object(
    'provider', e.provider,
    'registered', e.registration IS NOT NULL
      AND (e.lapses_at IS NULL OR e.lapses_at > now()),
    'lapsed', e.lapses_at <= now(),
    'heard', EXISTS (
      SELECT 1
      FROM webhook_endpoints s
      WHERE s.provider = e.provider AND s.connection_id IS NULL AND s.disabled_at IS NULL
        AND (s.workspace_id = e.workspace_id OR s.reach = 'platform')
    ),
    'error', e.registration_error)
  FROM webhook_endpoints e
  WHERE e.workspace_id = c.workspace_id AND e.connection_id = c.id AND e.disabled_at IS NULL
  ORDER BY e.created_at DESC
  LIMIT 1
)`);

/** How the provider's telling of changes stands for a connection; null: there is none. */
export async function liveRow(
  workspace_id: string,
  connection_id: string,
): Promise<LiveRow | null> {
  const { rows } = await db.query<LiveRow>(sql`
    SELECT c.connector_type, w.mode, ${LIVE_FACTS} AS facts, e.lapses_at,
      GREATEST(k.last_event_at, e.last_delivery_at) AS last_event_at
    FROM connections c
    JOIN workspaces w ON w.id = c.workspace_id
    LEFT JOIN webhook_wakes k ON k.connection_id = c.id
    LEFT JOIN LATERAL (
      SELECT n.lapses_at, (
          SELECT max(d.received_at)
          FROM webhook_deliveries d
          WHERE d.endpoint_id = n.id AND d.verdict = 'accepted'
        ) AS last_delivery_at
      FROM webhook_endpoints n
      WHERE n.workspace_id = c.workspace_id AND n.connection_id = c.id AND n.disabled_at IS NULL
      ORDER BY n.created_at DESC
      LIMIT 1
    ) e ON true
    WHERE c.workspace_id = ${workspace_id} AND c.id = ${connection_id}`);
  return rows[0] ?? null;
}

interface LiveRow {
  connector_type: string;
  mode: 'live' | 'sandbox';
  facts: LiveFacts | null;
  lapses_at: Date | null;
  last_event_at: Date | null;
}
