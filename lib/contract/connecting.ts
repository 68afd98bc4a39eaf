import * as z from 'zod';
import { Id, Moment, Name, Schedule } from '@/lib/contract/common';
import { Connection, Description } from '@/lib/contract/connections';
import { defineOperation } from '@/lib/contract/operation';
import { ConnectionTags } from '@/lib/contract/tags';

/** Values of the connector's credential_fields; `api_key` is the usual one. */
const credentials = z.record(z.string().max(60), z.string().max(8_192));
const token = z.string().min(1).max(16_384);

/** What may come of giving a credential to be checked at the provider. */
const CREDENTIAL_ERRORS = [
  'unknown_connector',
  'connector_not_connectable',
  'credential_rejected',
  'provider_unavailable',
  'provider_rate_limited',
  'provider_misconfigured',
  'account_already_connected',
] as const;

export const createConnection = defineOperation({
  id: 'createConnection',
  method: 'POST',
  path: '/api/platform/v1/connections',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Connect a source',
  scope: 'connections:write',
  audit: { event: 'connection.created', target: { output: 'connection' } },
  idempotency: 'not_idempotent',
  errors: [
    ...CREDENTIAL_ERRORS,
    'handle_invalid',
    'provider_unsupported',
    'handle_not_found',
    'account_mismatch',
    'unknown_stream',
    'unknown_collection',
  ],
  input: z.strictObject({
    connector_type: z.string().min(1).max(60),
    name: Name.optional(),
    description: Description.optional(),
    scope: z.enum(['business', 'personal']).optional(),
    return_to: z.string().max(2_048).optional(),
    config: z.record(z.string().max(60), z.unknown()).optional(),
    /** The id of a collection of the workspace. */
    collection: z.string().min(1).max(120).optional(),
    tags: ConnectionTags.optional(),
    /** A rhythm of its own instead of the connector's cadence. */
    schedule: Schedule.nullable().optional(),
    sync_immediately: z.boolean().default(true),
    /** The streams to read, by name; all unless given. */
    streams: z.array(z.string().max(100)).min(1).max(50).optional(),
    /** How far back the first load goes, of the streams that can; all the way unless given. */
    backfill_from: Moment.optional(),
    // oauth
    select_account: z.boolean().optional(),
    access_token: token.optional(),
    refresh_token: token.optional(),
    expires_at: Moment.optional(),
    client_id: z.string().min(1).max(400).optional(),
    client_secret: z.string().min(1).max(2_048).optional(),
    // oauth, by an account that an auth provider keeps (GET /auth-providers)
    auth_provider: z.string().min(1).max(40).optional(),
    auth_provider_account: z.string().trim().min(1).max(400).optional(),
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
    mode: z.enum([
      'oauth_redirect',
      'connected',
      'already_connected',
      'credentials_required',
      'webhook_setup',
    ]),
    connection: Connection.optional(),
    authorize_url: z.string().optional(),
    existing_id: Id.optional(),
    credential_submit_url: z.string().optional(),
    webhook_url: z.string().optional(),
    /** Shown this once. */
    signing_secret: z.string().optional(),
    sync_run_id: Id.optional(),
  }),
});

export const submitCredentials = defineOperation({
  id: 'submitCredentials',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/credentials',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Send the key of an API-key connection, for the first time or a new one',
  scope: 'connections:write',
  audit: { event: 'connection.credentials_submitted', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: [...CREDENTIAL_ERRORS, 'invalid_transition', 'account_mismatch'],
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
  method: 'GET',
  path: '/api/platform/v1/connections/resolve-handle',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Find the account behind a public handle',
  scope: 'connections:write',
  audit: { none: 'read only at the provider' },
  idempotency: 'safe',
  errors: [
    'unknown_connector',
    'connector_not_connectable',
    'handle_invalid',
    'provider_unsupported',
    'handle_not_found',
    'provider_unavailable',
    'provider_rate_limited',
    'provider_misconfigured',
  ],
  input: z.strictObject({
    connector_type: z.string().min(1).max(60),
    handle: z.string().trim().min(1).max(200),
  }),
  output: z.object({ account: ResolvedHandle, existing_id: Id.nullable() }),
});

export const reconnectConnection = defineOperation({
  id: 'reconnectConnection',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/reconnect',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Repair a connection in place',
  scope: 'connections:write',
  audit: { event: 'connection.reconnected', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: [...CREDENTIAL_ERRORS, 'account_mismatch', 'connection_healthy'],
  input: z.strictObject({
    id: Id,
    api_key: z.string().trim().max(8_192).optional(),
    credentials: credentials.optional(),
    auth_provider: z.string().min(1).max(40).optional(),
    auth_provider_account: z.string().trim().min(1).max(400).optional(),
    return_to: z.string().max(2_048).optional(),
    allow_account_change: z.boolean().default(false),
  }),
  output: createConnection.output,
});
