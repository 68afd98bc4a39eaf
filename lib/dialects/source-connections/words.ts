import type * as z from 'zod';
import type { Connection as Canonical } from '@/lib/contract/connections';
import type { Run } from '@/lib/contract/runs';

type Connection = z.output<typeof Canonical>;

/** Our words for the status of a connection, and theirs. A disconnected one is not there. */
export const STATUS = {
  pending: 'pending_auth',
  connected: 'active',
  syncing: 'syncing',
  error: 'error',
  paused: 'inactive',
} as const satisfies Record<Exclude<Connection['status'], 'disconnected'>, string>;
/** Theirs for a connection whose credential is no longer accepted, whatever its status. */
export const NEEDS_REAUTH = 'needs_reauth';

/** Our words for how a connection is authorized, and theirs. */
export const METHOD = {
  browser: 'oauth_browser',
  own_app: 'oauth_byoc',
  token: 'oauth_token',
  auth_provider: 'auth_provider',
  api_key: 'direct',
  handle: 'direct',
  webhook: 'direct',
} as const satisfies Record<Connection['authorization'], string>;
export type Variant = (typeof METHOD)[keyof typeof METHOD];

/** Their category of what has to be done again, by how a connection is authorized. */
export const ERROR_CATEGORY = {
  browser: 'oauth_credentials_expired',
  own_app: 'oauth_credentials_expired',
  token: 'oauth_credentials_expired',
  auth_provider: 'auth_provider_account_gone',
  api_key: 'api_key_invalid',
  handle: 'api_key_invalid',
  webhook: 'api_key_invalid',
} as const satisfies Record<Connection['authorization'], string>;

/** Our words for the status of a run, and theirs for a job. One that was skipped is none. */
export const JOB_STATUS = {
  pending: 'pending',
  running: 'running',
  completed: 'completed',
  partial: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<Exclude<Run['status'], 'skipped_locked'>, string>;
/** Theirs for a run that was asked to stop. */
export const CANCELLING = 'cancelling';

/** Their names for the fields of a connection, and ours. */
export const CONNECTION_FIELDS = {
  id: 'id',
  name: 'name',
  short_name: 'connector_type',
  created_at: 'created_at',
  modified_at: 'updated_at',
  description: 'description',
  config: 'config',
  schedule: 'schedule',
  sync_id: 'id',
  provider_short_name: 'auth_provider',
} as const satisfies Record<string, keyof Connection>;

/** Their names for the fields of a job, and ours of a run. */
export const JOB_FIELDS = {
  id: 'id',
  started_at: 'started_at',
  completed_at: 'finished_at',
  entities_inserted: 'records_created',
  entities_updated: 'records_updated',
  entities_deleted: 'records_deleted',
  entities_failed: 'records_failed',
  error: 'error_message',
} as const satisfies Record<string, keyof Run>;

/** What each way to authenticate is told by: the fields it needs, and those it may have. */
export const VARIANTS: Readonly<
  Record<Variant, { needs: readonly string[]; may: readonly string[] }>
> = {
  direct: { needs: ['credentials'], may: [] },
  oauth_token: { needs: ['access_token'], may: ['refresh_token', 'expires_in', 'expires_at'] },
  oauth_byoc: { needs: ['client_id', 'client_secret'], may: ['redirect_uri'] },
  oauth_browser: { needs: ['redirect_uri'], may: [] },
  auth_provider: { needs: ['provider_readable_id'], may: ['provider_config'] },
};

/** Our names for fields of a request, and where they stand in theirs. */
export const REQUEST_FIELDS = {
  connector_type: 'short_name',
  collection: 'readable_collection_id',
  return_to: 'redirect_url',
  api_key: 'authentication.credentials.api_key',
  credentials: 'authentication.credentials',
  account_handle: 'authentication.credentials.account_handle',
  access_token: 'authentication.access_token',
  client_id: 'authentication.client_id',
  client_secret: 'authentication.client_secret',
  auth_provider: 'authentication.provider_readable_id',
  auth_provider_account: 'authentication.provider_config.account_id',
} as const satisfies Record<string, string>;

/** Where a field of ours that is wrong stands in what was sent. */
export function pathOf(ours: string): string {
  const [first = '', ...rest] = ours.split('.');
  const names: Readonly<Record<string, string>> = REQUEST_FIELDS;
  return [names[first] ?? first, ...rest].join('.');
}

/** The ways that end in a browser: they sync after it, never at once. */
export const IN_BROWSER: ReadonlySet<Variant> = new Set(['oauth_browser', 'oauth_byoc']);
