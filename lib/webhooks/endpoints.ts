import { randomBytes, randomUUID } from 'node:crypto';
import type { Sql } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { endpointUrl } from '@/lib/webhooks/address';
import { sealSecret } from '@/lib/webhooks/secrets';

/** How long the secret before a rotation is still taken: Stripe's longest (24 hours). */
const PREVIOUS_HOURS = 24;

export interface NewEndpoint {
  workspace_id: string;
  /** Slug of its receiver. */
  provider: string;
  name: string;
  /** Null: its events are matched by account. */
  connection_id: string | null;
  /** platform: an endpoint of the platform's own app, whose events may be about any workspace. */
  reach?: 'workspace' | 'platform';
  secret: string;
  created_by: string | null;
}

/** A secret we choose: as Standard Webhooks writes one, or as Telegram takes one (A-Z a-z 0-9 _ -). */
export const newSecret = (provider: string): string =>
  provider === 'standard'
    ? `whsec_${randomBytes(32).toString('base64')}`
    : randomBytes(32).toString('base64url');

/** Makes an endpoint with its secret sealed. Its id is random: who does not know it cannot guess it. */
export async function createEndpoint(
  tx: Sql,
  endpoint: NewEndpoint,
): Promise<{ id: string; url: string }> {
  const id = randomUUID();
  const { workspace_id, provider, name, connection_id, reach = 'workspace', created_by } = endpoint;
  const cipher = await sealSecret(workspace_id, id, endpoint.secret);
  await tx.query(sql`
    INSERT INTO webhook_endpoints (
      workspace_id, id, provider, name, connection_id, reach, secret_cipher, created_by)
    VALUES (
      ${workspace_id}, ${id}, ${provider}, ${name}, ${connection_id}, ${reach}, ${cipher},
      ${created_by})`);
  return { id, url: endpointUrl(provider, id) };
}

/**
 * Gives an endpoint a new secret; the one before is taken for another day, so that nothing is lost
 * while the sender changes over. False: there is no such endpoint in use.
 */
export async function rotateSecret(
  tx: Sql,
  { workspace_id, id }: { workspace_id: string; id: string },
  secret: string,
): Promise<boolean> {
  const cipher = await sealSecret(workspace_id, id, secret);
  const { rowCount } = await tx.query(sql`
    UPDATE webhook_endpoints
    SET previous_cipher = secret_cipher,
      previous_until = now() + make_interval(hours => ${PREVIOUS_HOURS}::int),
      secret_cipher = ${cipher}, rotated_at = now()
    WHERE workspace_id = ${workspace_id} AND id = ${id} AND disabled_at IS NULL`);
  return rowCount === 1;
}

/** Stops taking deliveries, or takes them again. False: there is no such endpoint. */
export async function setDisabled(
  tx: Sql,
  { workspace_id, id }: { workspace_id: string; id: string },
  disabled: boolean,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    UPDATE webhook_endpoints
    SET disabled_at = CASE WHEN ${disabled}::boolean THEN COALESCE(disabled_at, now()) END
    WHERE workspace_id = ${workspace_id} AND id = ${id}`);
  return rowCount === 1;
}
