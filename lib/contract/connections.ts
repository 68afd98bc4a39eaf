import * as z from 'zod';
import {
  Category,
  ErrorReason,
  Id,
  LiveUpdates,
  Name,
  Schedule,
  Timestamp,
  tally,
} from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';
import { Freshness } from '@/lib/contract/freshness';
import { HEALTHS, SORTS, STATES, TURNS } from '@/lib/contract/state';
import { Progress, RunSummary } from '@/lib/contract/runs';
import { ConnectionTags } from '@/lib/contract/tags';
import { DeletionsHeld, Health, HealthDetail, State, Status } from '@/lib/contract/health';

export const AUTHORIZATIONS = [
  'browser',
  'own_app',
  'token',
  'auth_provider',
  'api_key',
  'handle',
  'webhook',
] as const;

export const Description = z.string().trim().max(255).nullable();

export const Connection = z.object({
  id: Id,
  kind: z.literal('first_party'),
  connector_type: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status: Status,
  health: Health,
  health_detail: HealthDetail,
  scope: z.enum(['business', 'personal']),
  direction: z.enum(['inbound', 'outbound']),
  is_syncing: z.boolean(),
  last_synced_at: Timestamp.nullable(),
  /**
   * Up to when what the provider has is known to be here, by the provider's clock: the oldest of its
   * streams. Null: not every stream has been read to its end yet.
   */
  current_to: Timestamp.nullable(),
  last_error: z.string().nullable(),
  error_category: ErrorReason.nullable(),
  last_run: RunSummary.nullable(),
  records_total: z.int(),
  owner_user_id: Id.nullable(),
  owner_name: z.string().nullable(),
  created_by: Id.nullable(),
  created_by_name: z.string().nullable(),
  created_at: Timestamp,
  updated_at: Timestamp,
  account_label: z.string().nullable(),
  external_account_id: z.string().nullable(),
  missing_scopes: z.array(z.string()),
  /** The id of the collection it is in. */
  collection: z.string().nullable(),
  /** Words the workspace gave it, in small letters and in their order. */
  tags: z.array(z.string()),
  /** A rhythm of its own; null: the cadence of its connector. */
  schedule: Schedule.nullable(),
  /** What was said of the account before it was connected; never a secret. */
  config: z.record(z.string(), z.unknown()),
  /** What the account says of itself, such as where its API is; never a secret. */
  account_details: z.record(z.string(), z.string()),
  /** How it is authorized: `browser` is a sign-in at the provider, `own_app` one at an app of yours. */
  authorization: z.enum(AUTHORIZATIONS),
  /** The auth provider that keeps the authorization; null: it is kept here. */
  auth_provider: z.string().nullable(),
  disconnected_at: Timestamp.nullable(),
  /**
   * When it was paused by itself, because fifty syncs in a row failed and nothing came in for a week.
   * Null: it was not, or was resumed or authorized again since.
   */
  auto_paused_at: Timestamp.nullable(),
  handle: z.string().nullable(),
  display_name: z.string().nullable(),
  avatar_url: z.string().nullable(),
  /**
   * Streams whose deletions wait for a person, those that got no further in five runs, and how many
   * records are quarantined.
   */
  deletions_held: z.array(DeletionsHeld),
  stalled_streams: z.array(z.string()),
  quarantined: z.int(),
  /** Whether its provider tells of changes as they happen, and why not. */
  live_updates: LiveUpdates,
  live_updates_detail: z.string().nullable(),
});
export type Connection = z.infer<typeof Connection>;

export const ConnectionStatus = Connection.pick({
  id: true,
  status: true,
  health: true,
  health_detail: true,
  is_syncing: true,
  last_synced_at: true,
  current_to: true,
  last_error: true,
  last_run: true,
  auto_paused_at: true,
}).extend({ progress: Progress.nullable() });
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

export const listConnections = defineOperation({
  id: 'listConnections',
  method: 'GET',
  path: '/api/platform/v1/connections',
  tag: 'Connections',
  surface: 'connections',
  summary: 'List connections, newest first unless sorted',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  errors: ['invalid_cursor'],
  input: z.strictObject({
    status: Status.optional(),
    health: Health.optional(),
    /**
     * Status and health in one word, as the console shows it: `unfinished` and `paused` stand apart
     * from the rest.
     */
    state: State.optional(),
    connector_type: z.string().max(60).optional(),
    category: Category.optional(),
    collection: z.string().max(120).optional(),
    /** A tag, or several with commas between them: those that have all of them. */
    tag: z
      .string()
      .max(1_000)
      .transform((tags) => tags.split(','))
      .pipe(ConnectionTags)
      .optional(),
    owner_user_id: Id.optional(),
    /** business: the workspace's, shared by all of its people. */
    scope: z.enum(['business', 'personal']).optional(),
    q: z.string().trim().max(100).optional(),
    /**
     * Newest first unless said. worst: what needs a person, what waits for its provider, what is in
     * order, what is paused or disconnected. oldest_sync: never synced first. Within the same, newest
     * first.
     */
    sort: z.enum(SORTS).optional(),
    /** true: also answer how current each connection was over the last days. */
    freshness: z
      .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
      .or(z.boolean())
      .optional(),
    limit: z.coerce.number().int().min(1).max(500).optional(),
    cursor: z.string().max(200).optional(),
    /** true: also answer how many connections of the whole workspace have which health. */
    counts: z
      .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
      .or(z.boolean())
      .default(false),
  }),
  /**
   * When asked for: `counts` of the whole workspace by health, `states` by state, `turns` by whose
   * turn it is, and `total`, how many the filters let through; `connectors`, how many there are of
   * each that has any, attempts and disconnected ones left out; `tags`, how many have each;
   * `freshness` by connection.
   */
  output: z.object({
    connections: z.array(Connection),
    next_cursor: z.string().nullable(),
    total: z.int().optional(),
    counts: tally(HEALTHS).optional(),
    states: tally(STATES).optional(),
    turns: tally(TURNS).optional(),
    connectors: z.record(z.string(), z.int()).optional(),
    tags: z.record(z.string(), z.int()).optional(),
    freshness: z.record(Id, Freshness).optional(),
  }),
});

export const getConnection = defineOperation({
  id: 'getConnection',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Get one connection',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id }),
  output: Connection,
});

export const getConnectionStatus = defineOperation({
  id: 'getConnectionStatus',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/status',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Get just the sync state of a connection; made for polling',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id }),
  output: ConnectionStatus,
});

export const updateConnection = defineOperation({
  id: 'updateConnection',
  method: 'PATCH',
  path: '/api/platform/v1/connections/{id}',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Change the name, tags, owner, collection, schedule or config of a connection',
  scope: 'connections:write',
  audit: { event: 'connection.updated', target: { input: 'id' } },
  idempotency: 'idempotent',
  if_match: 'connection',
  not_found: { id: 'connection' },
  errors: ['owner_not_allowed', 'owner_not_member', 'unknown_connector', 'unknown_collection'],
  input: z.strictObject({
    id: Id,
    name: Name.optional(),
    description: Description.optional(),
    owner_user_id: Id.nullable().optional(),
    collection: z.string().min(1).max(120).nullable().optional(),
    /** Take the place of those there are. */
    tags: ConnectionTags.optional(),
    schedule: Schedule.nullable().optional(),
    /** Takes the place of the one there is, but for what the connector itself asks for. */
    config: z.record(z.string().max(60), z.unknown()).optional(),
  }),
  output: z.looseObject({
    updated: z.literal(true),
    id: Id,
    connector_type: z.string(),
    connection: Connection,
  }),
});

export const deleteConnection = defineOperation({
  id: 'deleteConnection',
  method: 'DELETE',
  path: '/api/platform/v1/connections/{id}',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Disconnect; the row, its history and its records stay',
  scope: 'connections:delete',
  audit: { event: 'connection.disconnected', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id }),
  /**
   * `revoked`: whether the provider confirmed that the grant is gone; null when it has no way to
   * revoke.
   */
  output: z.object({
    id: Id,
    status: z.literal('disconnected'),
    disconnected: z.literal(true),
    revoked: z.boolean().nullable(),
  }),
});

export const confirmDeletions = defineOperation({
  id: 'confirmDeletions',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/deletions/confirm',
  tag: 'Connections',
  surface: 'connections',
  summary:
    'Say yes to deletions that were held back; the stream is read once more before they are made',
  scope: 'connections:write',
  audit: { event: 'connection.deletions_confirmed', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: [
    'no_deletions_held',
    'deletions_changed',
    'not_syncable',
    'sync_in_progress',
    'unknown_stream',
    'unknown_connector',
  ],
  status: 202,
  /**
   * `up_to`: the number that was shown. Refused with `deletions_changed` when more is held by now.
   */
  input: z.strictObject({ id: Id, stream: z.string().max(100), up_to: z.int().min(1).optional() }),
  /** `up_to`: the most that is deleted, give or take a tenth. More is held back again. */
  output: z.object({
    confirmed: z.literal(true),
    stream: z.string(),
    up_to: z.int(),
    sync_run_id: Id,
  }),
});

const one = z.object({ connection: Connection });
export const pauseConnection = defineOperation({
  id: 'pauseConnection',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/pause',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Stop syncing until resumed',
  scope: 'connections:write',
  audit: { event: 'connection.paused', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['invalid_transition'],
  input: z.strictObject({ id: Id }),
  output: one,
});
export const resumeConnection = defineOperation({
  id: 'resumeConnection',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/resume',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Resume a paused connection and sync it',
  scope: 'connections:write',
  audit: { event: 'connection.resumed', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['invalid_transition'],
  input: z.strictObject({ id: Id }),
  output: one,
});
