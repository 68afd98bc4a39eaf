import * as z from 'zod';
import { Id, limit, LiveUpdates, Name, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const DELIVERY_VERDICTS = ['accepted', 'challenge', 'refused'] as const;
export const DELIVERY_STATES = ['pending', 'done', 'failed'] as const;
const REACHES = ['workspace', 'platform'] as const;

export const WebhookEndpoint = z.object({
  id: Id,
  provider: z.string(),
  provider_name: z.string(),
  name: z.string(),
  workspace: z.object({ id: Id, slug: z.string() }),
  /** Null: its events are matched by account. */
  connection_id: Id.nullable(),
  /** platform: the platform's own app, whose events may be about any workspace. */
  reach: z.enum(REACHES),
  url: z.string(),
  /** Whether its provider can be asked to deliver here by us, and has been. */
  registered: z.boolean(),
  /** Until when the provider delivers, where that ends by itself. */
  lapses_at: Timestamp.nullable(),
  created_at: Timestamp,
  rotated_at: Timestamp.nullable(),
  /** Until when the secret before the last rotation is still taken. */
  previous_secret_until: Timestamp.nullable(),
  disabled_at: Timestamp.nullable(),
  /** Of the last 30 days. */
  counts: z.object({
    accepted: z.int(),
    duplicates: z.int(),
    challenges: z.int(),
    refused: z.int(),
    pending: z.int(),
    failed: z.int(),
  }),
  last_delivery_at: Timestamp.nullable(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

export const WebhookDelivery = z.object({
  id: Id,
  endpoint_id: Id,
  provider: z.string(),
  received_at: Timestamp,
  verdict: z.enum(DELIVERY_VERDICTS),
  /** Why it was refused. */
  reason: z.enum(['not_genuine', 'no_signature']).nullable(),
  /** What the provider repeats when it sends the same again. */
  dedupe_key: z.string().nullable(),
  /** How often the same was delivered once more. */
  repeats: z.int(),
  event_keys: z.array(z.string()),
  size: z.int(),
  /** From the first byte to the write into the inbox. */
  took_ms: z.number(),
  /** From the write into the inbox to its effect. */
  handled_after_ms: z.int().nullable(),
  state: z.enum(DELIVERY_STATES).nullable(),
  attempts: z.int(),
  error: z.string().nullable(),
  /** How many connections it was about. */
  connections: z.int().nullable(),
  /** Its fields, with what may be personal or secret taken out. */
  payload: z.unknown(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const listConnectorEvents = defineOperation({
  id: 'listConnectorEvents',
  method: 'GET',
  path: '/api/admin/connector-events',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Endpoints providers deliver to, and what they delivered, newest first',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  errors: ['invalid_cursor'],
  input: z.strictObject({
    endpoint_id: Id.optional(),
    provider: z.string().max(40).optional(),
    verdict: z.enum([...DELIVERY_VERDICTS, 'duplicate']).optional(),
    state: z.enum(DELIVERY_STATES).optional(),
    /** In the event's key, what it repeats, or why it failed. */
    q: z.string().trim().max(200).optional(),
    cursor: z.string().max(200).optional(),
    limit: limit(200, 50),
  }),
  output: z.object({
    endpoints: z.array(WebhookEndpoint),
    deliveries: z.array(WebhookDelivery),
    next_cursor: z.string().nullable(),
  }),
});

/** A secret the provider or the sender has; ours is made when none is given. */
const secret = z.string().trim().min(8).max(400);
const shown = {
  endpoint: WebhookEndpoint,
  /** Shown this once; null: it is the one that was sent. */
  secret: z.string().nullable(),
  /** What a handshake without a signature is answered for (WhatsApp); null elsewhere. */
  verify_token: z.string().nullable(),
};

export const createConnectorEndpoint = defineOperation({
  id: 'createConnectorEndpoint',
  method: 'POST',
  path: '/api/admin/connector-events/endpoints',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Make an address a provider can deliver events to',
  scope: 'platform:write',
  audit: { event: 'webhook.created', target: { output: 'endpoint' } },
  idempotency: 'not_idempotent',
  errors: ['unknown_provider', 'connection_not_found'],
  status: 201,
  input: z.strictObject({
    provider: z.string().min(1).max(40),
    name: Name.optional(),
    /** One connection it is for; without it events are matched by account. */
    connection_id: Id.optional(),
    reach: z.enum(REACHES).default('workspace'),
    secret: secret.optional(),
  }),
  output: z.object(shown),
});

export const rotateConnectorEndpoint = defineOperation({
  id: 'rotateConnectorEndpoint',
  method: 'POST',
  path: '/api/admin/connector-events/endpoints/{id}/rotate',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Give an endpoint a new secret; the one before is taken for another day',
  scope: 'platform:write',
  audit: { event: 'webhook.rotated', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'webhook_endpoint' },
  input: z.strictObject({ id: Id, secret: secret.optional() }),
  output: z.object(shown),
});

export const updateConnectorEndpoint = defineOperation({
  id: 'updateConnectorEndpoint',
  method: 'PATCH',
  path: '/api/admin/connector-events/endpoints/{id}',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Stop taking deliveries at an endpoint, or take them again',
  scope: 'platform:write',
  audit: { event: 'webhook.updated', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'webhook_endpoint' },
  input: z.strictObject({ id: Id, disabled: z.boolean() }),
  output: z.object({ endpoint: WebhookEndpoint }),
});

export const replayConnectorDelivery = defineOperation({
  id: 'replayConnectorDelivery',
  method: 'POST',
  path: '/api/admin/connector-events/deliveries/{id}/replay',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Verify a stored delivery again, as it came, and handle it once more',
  scope: 'platform:write',
  audit: { event: 'webhook.replayed', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'webhook_delivery' },
  errors: ['not_replayable'],
  status: 202,
  input: z.strictObject({ id: Id }),
  output: z.object({ delivery: WebhookDelivery }),
});

export const ConnectionWebhook = z.object({
  url: z.string(),
  created_at: Timestamp,
  rotated_at: Timestamp.nullable(),
  previous_secret_until: Timestamp.nullable(),
  last_delivery_at: Timestamp.nullable(),
  counts: WebhookEndpoint.shape.counts,
});
export type ConnectionWebhook = z.infer<typeof ConnectionWebhook>;

export const getConnectionWebhook = defineOperation({
  id: 'getConnectionWebhook',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/webhook',
  tag: 'Connections',
  surface: 'connections',
  summary: 'The address a webhook connection listens at, and what came to it',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  errors: ['no_webhook'],
  input: z.strictObject({ id: Id }),
  output: z.object({ webhook: ConnectionWebhook }),
});

export const rotateConnectionWebhook = defineOperation({
  id: 'rotateConnectionWebhook',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/webhook/rotate',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Give a webhook connection a new signing secret; the one before is taken for a day',
  scope: 'connections:write',
  audit: { event: 'connection.webhook_rotated', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['no_webhook'],
  input: z.strictObject({ id: Id }),
  output: z.object({
    webhook: ConnectionWebhook,
    /** Shown this once. */
    signing_secret: z.string(),
  }),
});

export const testConnectionWebhook = defineOperation({
  id: 'testConnectionWebhook',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/webhook/test',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Deliver a signed sample event to a webhook connection',
  scope: 'connections:write',
  audit: { none: 'the sample is a record like any other' },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['no_webhook'],
  status: 202,
  input: z.strictObject({ id: Id }),
  output: z.object({ delivered: z.literal(true), event_id: z.string() }),
});

export const setupWebhook = defineOperation({
  id: 'setupWebhook',
  method: 'POST',
  path: '/api/platform/v1/connectors/{provider}/setup-webhook',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Make an endpoint and have the provider deliver its events to it',
  scope: 'connections:write',
  audit: { event: 'webhook.created', target: { output: 'endpoint' } },
  idempotency: 'not_idempotent',
  not_found: { provider: 'connector' },
  errors: [
    'unknown_provider',
    'webhook_unreachable',
    'registration_refused',
    'provider_unavailable',
    'connection_not_found',
    'not_syncable',
  ],
  status: 201,
  input: z.strictObject({
    provider: z.string().min(1).max(40),
    /** The connection whose credential asks, where the provider wants one. */
    connection_id: Id.optional(),
    name: Name.optional(),
    /** The provider's fields, by key: a bot token, a repository. Not kept. */
    fields: z.record(z.string().max(60), z.string().trim().max(400)).default({}),
  }),
  output: z.object({ endpoint: WebhookEndpoint, registered: z.literal(true) }),
});

export const getLiveUpdates = defineOperation({
  id: 'getLiveUpdates',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/live-updates',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Whether the provider tells of changes as they happen',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id }),
  output: z.object({
    live_updates: LiveUpdates,
    /** Why they are off, in a sentence. */
    detail: z.string().nullable(),
    until: Timestamp.nullable(),
    last_event_at: Timestamp.nullable(),
  }),
});
