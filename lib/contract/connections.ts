import * as z from 'zod';
import { Category, ErrorReason, Id, Name, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';
import { Progress, RunSummary } from '@/lib/contract/runs';
import { STATES } from '@/lib/contract/state';

export const STATUSES = [
  'pending',
  'connected',
  'syncing',
  'error',
  'paused',
  'disconnected',
] as const;
export const Status = z.enum(STATUSES);
export type Status = z.infer<typeof Status>;

/** In order of precedence: the first that applies wins. */
export const HEALTHS = [
  'disconnected',
  'needs_reauth',
  'syncing',
  'rate_limited',
  'error',
  'degraded',
  'stale',
  'healthy',
] as const;
export const Health = z.enum(HEALTHS);
export type Health = z.infer<typeof Health>;

/** Status and health in one word. */
export const State = z.enum(STATES);

/** Deletions a full sync found and did not make, because so many at once look like a mistake. */
export const DeletionsHeld = z.object({
  stream: z.string(),
  label: z.string(),
  would_delete: z.int(),
  of: z.int(),
  since: Timestamp,
  /**
   * The number somebody said yes to; made when the stream has been read once more. Null: nobody
   * did.
   */
  confirmed: z.int().nullable(),
});
export type DeletionsHeld = z.infer<typeof DeletionsHeld>;

/** Why the verdict is what it is, whose move it is, and the one thing to do. */
export const HealthDetail = z.object({
  cause: z.string(),
  who: z.enum(['nobody', 'you', 'provider', 'operator']),
  action: z.enum([
    'none',
    'reconnect',
    'finish',
    'sync',
    'resume',
    'wait',
    'confirm_deletions',
    'start_over',
    'review_quarantine',
    'ask_operator',
  ]),
  action_label: z.string().nullable(),
  /** When it is tried again by itself, if it is. */
  retry_at: Timestamp.nullable(),
});
export type HealthDetail = z.infer<typeof HealthDetail>;

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
  collection: z.string().nullable(),
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
});
export type Connection = z.infer<typeof Connection>;

export const ConnectionStatus = Connection.pick({
  id: true,
  status: true,
  health: true,
  health_detail: true,
  is_syncing: true,
  last_synced_at: true,
  last_error: true,
  last_run: true,
}).extend({ progress: Progress.nullable() });
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

export const listConnections = defineOperation({
  id: 'listConnections',
  tag: 'Connections',
  summary: 'List connections, newest first',
  scope: 'connections:read',
  audit: { none: 'read only' },
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
    owner_user_id: Id.optional(),
    q: z.string().trim().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(500).optional(),
    cursor: z.string().max(200).optional(),
    /** true: also answer how many connections of the whole workspace have which health. */
    counts: z
      .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
      .or(z.boolean())
      .default(false),
  }),
  /**
   * When asked for: `counts` of the whole workspace by health, `states` by state, and `total`, how
   * many the filters let through.
   */
  output: z.object({
    connections: z.array(Connection),
    next_cursor: z.string().nullable(),
    total: z.int().optional(),
    counts: z.record(Health, z.int()).optional(),
    states: z.record(State, z.int()).optional(),
  }),
});

export const getConnection = defineOperation({
  id: 'getConnection',
  tag: 'Connections',
  summary: 'Get one connection',
  scope: 'connections:read',
  audit: { none: 'read only' },
  input: z.strictObject({ id: Id }),
  output: Connection,
});

export const getConnectionStatus = defineOperation({
  id: 'getConnectionStatus',
  tag: 'Connections',
  summary: 'Get just the sync state of a connection; made for polling',
  scope: 'connections:read',
  audit: { none: 'read only' },
  input: z.strictObject({ id: Id }),
  output: ConnectionStatus,
});

const description = z.string().trim().max(255).nullable();
/** Values of the connector's credential_fields; `api_key` is the usual one. */
const credentials = z.record(z.string().max(60), z.string().max(8_192));
const token = z.string().min(1).max(16_384);

export const createConnection = defineOperation({
  id: 'createConnection',
  tag: 'Connections',
  summary: 'Connect a source',
  scope: 'connections:write',
  audit: { event: 'connection.created' },
  input: z.strictObject({
    connector_type: z.string().min(1).max(60),
    name: Name.optional(),
    description: description.optional(),
    scope: z.enum(['business', 'personal']).optional(),
    return_to: z.string().max(2_048).optional(),
    config: z.record(z.string().max(60), z.unknown()).optional(),
    collection: z.string().max(120).optional(),
    sync_immediately: z.boolean().default(true),
    // oauth
    select_account: z.boolean().optional(),
    access_token: token.optional(),
    refresh_token: token.optional(),
    expires_at: Timestamp.optional(),
    client_id: z.string().min(1).max(400).optional(),
    client_secret: z.string().min(1).max(2_048).optional(),
    // api_key
    api_key: z.string().trim().max(8_192).optional(),
    credentials: credentials.optional(),
    // handle
    account_handle: z.string().trim().max(200).optional(),
    external_account_id: z.string().max(200).optional(),
    display_name: z.string().max(200).optional(),
    avatar_url: z.url().max(2_048).optional(),
    followers: z.int().min(0).optional(),
  }),
  output: z.object({
    mode: z.enum(['oauth_redirect', 'connected', 'already_connected', 'credentials_required']),
    connection: Connection.optional(),
    authorize_url: z.string().optional(),
    existing_id: Id.optional(),
    credential_submit_url: z.string().optional(),
    sync_run_id: Id.optional(),
  }),
});

export const submitCredentials = defineOperation({
  id: 'submitCredentials',
  tag: 'Connections',
  summary: 'Send the key of a pending API-key connection',
  scope: 'connections:write',
  audit: { event: 'connection.credentials_submitted' },
  input: z.strictObject({
    id: Id,
    api_key: z.string().trim().max(8_192).optional(),
    credentials: credentials.optional(),
  }),
  output: createConnection.output,
});

export const ResolvedHandle = z.object({
  external_account_id: z.string(),
  handle: z.string(),
  display_name: z.string().nullable(),
  avatar_url: z.string().nullable(),
  followers: z.int().nullable(),
  description: z.string().nullable(),
  verified: z.boolean().nullable(),
  protected: z.boolean().nullable(),
  profile_url: z.string().nullable(),
});
export type ResolvedHandle = z.infer<typeof ResolvedHandle>;

export const resolveHandle = defineOperation({
  id: 'resolveHandle',
  tag: 'Connections',
  summary: 'Find the account behind a public handle',
  scope: 'connections:write',
  audit: { none: 'read only at the provider' },
  input: z.strictObject({
    connector_type: z.string().min(1).max(60),
    handle: z.string().trim().min(1).max(200),
  }),
  output: z.object({ account: ResolvedHandle, existing_id: Id.nullable() }),
});

export const updateConnection = defineOperation({
  id: 'updateConnection',
  tag: 'Connections',
  summary: 'Rename a connection or set its owner',
  scope: 'connections:write',
  audit: { event: 'connection.updated' },
  input: z.strictObject({
    id: Id,
    name: Name.optional(),
    description: description.optional(),
    owner_user_id: Id.nullable().optional(),
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
  tag: 'Connections',
  summary: 'Disconnect; the row, its history and its records stay',
  scope: 'connections:delete',
  audit: { event: 'connection.disconnected' },
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

export const reconnectConnection = defineOperation({
  id: 'reconnectConnection',
  tag: 'Connections',
  summary: 'Repair a connection in place',
  scope: 'connections:write',
  audit: { event: 'connection.reconnected' },
  input: z.strictObject({
    id: Id,
    api_key: z.string().trim().max(8_192).optional(),
    credentials: credentials.optional(),
    return_to: z.string().max(2_048).optional(),
    allow_account_change: z.boolean().default(false),
  }),
  output: createConnection.output,
});

export const confirmDeletions = defineOperation({
  id: 'confirmDeletions',
  tag: 'Connections',
  summary:
    'Say yes to deletions that were held back; the stream is read once more before they are made',
  scope: 'connections:write',
  audit: { event: 'connection.deletions_confirmed' },
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
  tag: 'Connections',
  summary: 'Stop syncing until resumed',
  scope: 'connections:write',
  audit: { event: 'connection.paused' },
  input: z.strictObject({ id: Id }),
  output: one,
});
export const resumeConnection = defineOperation({
  id: 'resumeConnection',
  tag: 'Connections',
  summary: 'Resume a paused connection and sync it',
  scope: 'connections:write',
  audit: { event: 'connection.resumed' },
  input: z.strictObject({ id: Id }),
  output: one,
});
