import type { WebhookDelivery, WebhookEndpoint } from '@/lib/contract/webhooks';
import { iso } from '@/lib/platform/clock';
import { endpointUrl } from '@/lib/webhooks/address';
import { bodyOf } from '@/lib/webhooks/body';
import { redacted } from '@/lib/webhooks/redact';
import { findReceiver } from '@/lib/webhooks/receivers';
import type { DeliveryRow, EndpointSummary } from '@/lib/webhooks/repository-admin';

/** An endpoint as it is shown. Never its secret. */
export const toEndpoint = (row: EndpointSummary): WebhookEndpoint => ({
  id: row.id,
  provider: row.provider,
  provider_name: findReceiver(row.provider)?.name ?? row.provider,
  name: row.name,
  workspace: { id: row.workspace_id, slug: row.slug },
  connection_id: row.connection_id,
  reach: row.reach,
  url: endpointUrl(row.provider, row.id),
  registered: row.registered,
  lapses_at: iso(row.lapses_at),
  created_at: iso(row.created_at),
  rotated_at: iso(row.rotated_at),
  previous_secret_until: iso(row.previous_until),
  disabled_at: iso(row.disabled_at),
  counts: {
    accepted: row.accepted,
    duplicates: row.duplicates,
    challenges: row.challenges,
    refused: row.refused,
    pending: row.pending,
    failed: row.failed,
  },
  last_delivery_at: iso(row.last_delivery_at),
});

/** A delivery as it is shown: its payload with what may be personal or secret taken out. */
export const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  endpoint_id: row.endpoint_id,
  provider: row.provider,
  received_at: iso(row.received_at),
  verdict: row.verdict,
  reason: row.reason,
  dedupe_key: row.dedupe_key,
  repeats: row.repeats,
  event_keys: row.event_keys,
  size: row.size,
  took_ms: Math.round(row.took_ms * 10) / 10,
  handled_after_ms: row.handled_at ? row.handled_at.getTime() - row.received_at.getTime() : null,
  state: row.state,
  attempts: row.attempts,
  error: row.error,
  connections: row.matched,
  payload: payloadOf(row),
});

/** Larger ones are not looked into for a list. */
const LARGEST = 64 * 1024;

function payloadOf({ method, url, headers, body }: DeliveryRow): WebhookDelivery['payload'] {
  if (body === null) return null;
  if (body.length > LARGEST) return `‹${body.length} bytes›`;
  try {
    return redacted(bodyOf({ method, url, headers, body }));
  } catch {
    return `‹${body.length} bytes that are no JSON›`;
  }
}
