import * as z from 'zod';
import { Schedule as Canonical, Timestamp } from '@/lib/contract/common';
import {
  CANCELLING,
  ERROR_CATEGORY,
  JOB_STATUS,
  METHOD,
  NEEDS_REAUTH,
  STATUS,
} from '@/lib/dialects/source-connections/words';

const values = <T extends string>(...words: T[]) => z.enum([...new Set(words)] as [T, ...T[]]);
const Time = Timestamp.nullable();

export const Status = values(...Object.values(STATUS), NEEDS_REAUTH);
export const AuthMethod = values(...Object.values(METHOD));

export const Name = z.string().trim().min(4).max(42);
export const Description = z.string().trim().max(255);
export const Schedule = z.strictObject(Canonical.shape);

/** Every field a way to authenticate may have; which way it is, is told from those given. */
export const Authentication = z.strictObject({
  credentials: z.record(z.string().max(60), z.string().max(8_192)).nullish(),
  access_token: z.string().min(1).max(16_384).nullish(),
  refresh_token: z.string().min(1).max(16_384).nullish(),
  /** Seconds from now. */
  expires_in: z.int().min(1).max(1_000_000_000).nullish(),
  expires_at: Timestamp.nullish(),
  client_id: z.string().min(1).max(400).nullish(),
  client_secret: z.string().min(1).max(2_048).nullish(),
  redirect_uri: z.string().min(1).max(2_048).nullish(),
  provider_readable_id: z.string().min(1).max(40).nullish(),
  provider_config: z.record(z.string().max(60), z.unknown()).nullish(),
});
export type Authentication = z.output<typeof Authentication>;

export const Auth = z.object({
  method: AuthMethod,
  authenticated: z.boolean(),
  /** Where to send the person; said when the connection is made. */
  auth_url: z.string().nullable(),
  redirect_url: z.string().nullable(),
  provider_readable_id: z.string().nullable(),
});

export const SyncJob = z.object({
  id: z.uuid(),
  status: values(...Object.values(JOB_STATUS), CANCELLING),
  started_at: Time,
  completed_at: Time,
  duration_seconds: z.number().nullable(),
  entities_inserted: z.int(),
  entities_updated: z.int(),
  entities_deleted: z.int(),
  entities_failed: z.int(),
  error: z.string().nullable(),
});
export const SourceConnectionJob = SyncJob.extend({ source_connection_id: z.uuid() });

/** Of the last hundred runs. */
export const Sync = z.object({
  total_runs: z.int(),
  successful_runs: z.int(),
  failed_runs: z.int(),
  last_job: SyncJob.nullable(),
});

export const Entities = z.object({
  total_entities: z.int(),
  by_type: z.record(z.string(), z.object({ count: z.int(), last_updated: Time })),
});

export const SourceConnection = z.object({
  id: z.uuid(),
  organization_id: z.uuid(),
  name: z.string(),
  short_name: z.string(),
  /** Empty: it was made elsewhere, and is in no collection. */
  readable_collection_id: z.string(),
  status: Status,
  created_at: Timestamp,
  modified_at: Timestamp,
  auth: Auth,
  description: z.string().nullable(),
  config: z.record(z.string(), z.unknown()).nullable(),
  schedule: z.object({ cron: z.string(), timezone: z.string() }).nullable(),
  sync: Sync.nullable(),
  sync_id: z.uuid().nullable(),
  entities: Entities.nullable(),
  error_category: values(...Object.values(ERROR_CATEGORY)).nullable(),
  error_message: z.string().nullable(),
  provider_settings_url: z.string().nullable(),
  provider_short_name: z.string().nullable(),
  federated_search: z.boolean(),
});

export const SourceConnectionListItem = z.object({
  id: z.uuid(),
  name: z.string(),
  short_name: z.string(),
  readable_collection_id: z.string(),
  created_at: Timestamp,
  modified_at: Timestamp,
  is_authenticated: z.boolean(),
  auth_method: AuthMethod,
  status: Status,
  entity_count: z.int(),
  federated_search: z.boolean(),
});

export const Collection = z.object({
  id: z.string(),
  name: z.string(),
  readable_id: z.string(),
  organization_id: z.uuid(),
  created_at: Timestamp,
  modified_at: Timestamp,
});

/** What the OpenAPI document calls them. */
export const NAMED = {
  SourceConnection,
  SourceConnectionListItem,
  SourceConnectionJob,
  SyncJob,
  Sync,
  Entities,
  Auth,
  Authentication,
  Collection,
};
