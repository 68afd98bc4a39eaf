import * as z from 'zod';
import { Entity, ErrorReason, Id, Moment, Timestamp, limit } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const RUN_STATUSES = [
  'pending',
  'running',
  'completed',
  'partial',
  'failed',
  'cancelled',
  'skipped_locked',
] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

export const TRIGGERS = ['connect', 'manual', 'schedule', 'reconnect', 'webhook', 'api'] as const;
export const Trigger = z.enum(TRIGGERS);
export type Trigger = z.infer<typeof Trigger>;

export const StreamOutcome = z.object({
  stream: z.string(),
  entity: z.string().nullable(),
  status: z.enum(['pending', 'running', 'completed', 'failed', 'skipped']),
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  records_written: z.int(),
  records_created: z.int(),
  records_updated: z.int(),
  records_deleted: z.int(),
  records_failed: z.int(),
  /** Of what a full pass wrote: what the incremental passes before it should have brought. */
  records_missed: z.int(),
  records_read: z.int(),
  pages: z.int(),
  error_reason: ErrorReason.nullable(),
  error_message: z.string().nullable(),
});
export type StreamOutcome = z.infer<typeof StreamOutcome>;

/** The audit row behind health. `records_written` is created + updated. */
export const RunSummary = z.object({
  id: Id,
  status: RunStatus,
  sync_type: z.enum(['incremental', 'full']),
  triggered_by: Trigger,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  streams_total: z.int(),
  streams_failed: z.int(),
  records_written: z.int(),
  error_reason: ErrorReason.nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const Run = RunSummary.extend({
  created_at: Timestamp,
  records_created: z.int(),
  records_updated: z.int(),
  records_deleted: z.int(),
  records_failed: z.int(),
  /** Of what a full pass wrote: what the incremental passes before it should have brought. */
  records_missed: z.int(),
  error_message: z.string().nullable(),
  streams: z.array(StreamOutcome),
});
export type Run = z.infer<typeof Run>;

/**
 * What a live run is doing. `total`: how many `records` will be when this stream is read, by the
 * provider's own count, when it gives one; the estimate is of this stream too.
 */
export const Progress = z.object({
  /** Why it stands still now, and until when; null: it does not. */
  waiting: z.object({ cause: z.string(), until: Timestamp }).nullable(),
  run_id: Id,
  stream: z.string().nullable(),
  streams_done: z.int(),
  streams_total: z.int(),
  records: z.int(),
  pages: z.int(),
  records_per_second: z.number(),
  elapsed_ms: z.int(),
  total: z.int().nullable(),
  estimated_remaining_ms: z.int().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const startSync = defineOperation({
  id: 'startSync',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/sync',
  tag: 'Runs',
  surface: 'connections',
  summary: 'Start a sync now',
  scope: 'connections:write',
  audit: { event: 'run.requested', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['unknown_stream', 'sync_in_progress', 'not_syncable', 'unknown_connector'],
  status: 202,
  input: z.strictObject({
    id: Id,
    full_sync: z.boolean().default(false),
    streams: z.array(z.string()).max(50).default([]),
  }),
  output: z.object({ queued: z.literal(true), sync_run_id: Id }),
});

export const listRuns = defineOperation({
  id: 'listRuns',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/runs',
  tag: 'Runs',
  surface: 'connections',
  summary: 'List a connection’s runs, newest first',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({
    id: Id,
    limit: limit(100, 25),
    status: RunStatus.optional(),
    triggered_by: Trigger.optional(),
  }),
  output: z.object({ runs: z.array(Run) }),
});

/** What came of a call: what the connector's rules say of the answer, or that there was none. */
export const CALL_VERDICTS = [
  'ok',
  'rate_limited',
  'retry',
  'no_answer',
  'no_list',
  'too_large',
  'refresh_token',
  'needs_reauth',
  'missing_scope',
  'empty_page',
  'not_ready',
  'gone',
  'restart_pass',
  'bookmark_gone',
  'config',
  'operator',
  'fail',
] as const;
export type CallVerdict = (typeof CALL_VERDICTS)[number];

/**
 * A call to the provider as it was sent. Bodies are not kept. In the address nothing stands that does
 * not look harmless: ids and page tokens are shortened, other values are "[redacted]".
 */
export const ProviderCall = z.object({
  method: z.string(),
  url: z.string(),
  /** "name: value", the credential as "$TOKEN"; those that may hold more are left out. */
  headers: z.array(z.string()),
  /** The form of the body that was sent; null: none. */
  sent: z.enum(['json', 'form']).nullable(),
  /** How often the question had been asked by then, this time included. */
  attempt: z.int(),
  verdict: z.enum(CALL_VERDICTS),
  /** Of `took_ms`: how long it waited so that no limit of the provider is passed. */
  waited_ms: z.int(),
  /** Bytes of the answer, unpacked; null: none came. */
  bytes: z.int().nullable(),
});
export type ProviderCall = z.infer<typeof ProviderCall>;

/**
 * One thing a run did. `request_id`: what the provider calls the call, for its support. Never a
 * secret.
 */
export const RunLogLine = z.object({
  at: Timestamp,
  level: z.enum(['info', 'warn', 'error']),
  stream: z.string().nullable(),
  message: z.string(),
  /** Of a call to the provider: its status, and how long it took with our own waiting. */
  status: z.int().nullable(),
  took_ms: z.int().nullable(),
  request_id: z.string().nullable(),
  /** Absent where it was no call, and in logs from before calls were kept. */
  call: ProviderCall.optional(),
});
export type RunLogLine = z.infer<typeof RunLogLine>;

export const getRunLog = defineOperation({
  id: 'getRunLog',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/runs/{run_id}/log',
  tag: 'Runs',
  surface: 'connections',
  summary: 'Read what a run did, call by call; kept for two weeks',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection', run_id: 'run' },
  input: z.strictObject({ id: Id, run_id: Id }),
  /** `left_out`: ordinary calls that were not kept. Trouble is kept longest. */
  output: z.object({ lines: z.array(RunLogLine), left_out: z.int() }),
});

export const cancelRun = defineOperation({
  id: 'cancelRun',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/runs/{run_id}/cancel',
  tag: 'Runs',
  surface: 'connections',
  summary: 'Cancel a live run',
  scope: 'connections:write',
  audit: { event: 'run.cancelled', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection', run_id: 'run' },
  errors: ['run_not_live'],
  status: 202,
  input: z.strictObject({ id: Id, run_id: Id }),
  output: z.object({ cancelling: z.literal(true), sync_run_id: Id }),
});

export const listEntities = defineOperation({
  id: 'listEntities',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/entities',
  tag: 'Records',
  surface: 'connections',
  summary: 'Count a connection’s records by entity and stream',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id }),
  output: z.object({
    entities: z.array(
      z.object({ entity: Entity, count: z.int(), updated_at: Timestamp.nullable() }),
    ),
    streams: z.array(
      z.object({
        stream: z.string(),
        label: z.string(),
        entity: Entity,
        sync_mode: z.enum(['incremental', 'full']),
        count: z.int(),
        deleted: z.int(),
        quarantined: z.int(),
        last_success_at: Timestamp.nullable(),
        /** Up to when it is known to be complete, by the provider's clock. */
        current_to: Timestamp.nullable(),
        /**
         * Where the next incremental pass begins, in the provider's own words: a time, the id of a
         * change. Null: everything is read, or only the provider can read it.
         */
        bookmark: z.string().nullable(),
        /** When all of it was last read, and what of that the passes before should have brought. */
        full_read_at: Timestamp.nullable(),
        missed: z.int().nullable(),
      }),
    ),
  }),
});

export const SyncedRecord = z.object({
  id: z.string(),
  stream: z.string(),
  entity: z.string(),
  data: z.unknown(),
  /** When asked for: the record in the words of its entity; null when it has no such form. */
  canonical: z.unknown().optional(),
  /** The record of the parent stream it belongs to: the channel of a message. */
  parent_id: z.string().nullable(),
  seq: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
  deleted: z.boolean(),
  deleted_at: Timestamp.nullable(),
  /** Of a deleted record: the one it was merged into at the provider. */
  merged_into: z.string().nullable(),
  /** Where a person sees it at the provider; null where it has no page there, or none is known. */
  source_url: z.string().nullable(),
});
export type SyncedRecord = z.infer<typeof SyncedRecord>;

export const listRecords = defineOperation({
  id: 'listRecords',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/records',
  tag: 'Records',
  surface: 'connections',
  summary: 'Read synced records in order of change',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  errors: ['invalid_cursor'],
  lines: 'records',
  /** cursor: the next_cursor of the page before, or the seq of the last record that was read. */
  input: z.strictObject({
    id: Id,
    stream: z.string().max(100).optional(),
    entity: Entity.optional(),
    updated_after: Moment.optional(),
    cursor: z.string().max(200).optional(),
    limit: limit(500, 50),
    /**
     * asc (default): oldest change first, for programs that follow. desc: newest first, for people.
     */
    order: z.enum(['asc', 'desc']).default('asc'),
    /** true: also the record in the words of its entity. */
    canonical: z
      .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
      .or(z.boolean())
      .optional(),
    q: z.string().trim().max(200).optional(),
  }),
  output: z.object({
    records: z.array(SyncedRecord),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  }),
});
