import * as z from 'zod';
import { Entity, Id, Moment, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const ConnectionStream = z.object({
  stream: z.string(),
  label: z.string(),
  entity: Entity,
  description: z.string(),
  sync_mode: z.enum(['incremental', 'full']),
  /** What is switched off is not asked for; what was read of it stays. */
  enabled: z.boolean(),
  /** The streams it is read through: they are on while it is. */
  parents: z.array(z.string()),
  /** Whether its first load can begin at a chosen time. */
  backfill: z.boolean(),
});
export type ConnectionStream = z.infer<typeof ConnectionStream>;

const choice = z.object({
  streams: z.array(ConnectionStream),
  /** How far back first loads go, of the streams that can; null: all the way. */
  backfill_from: Timestamp.nullable(),
});

export const listStreams = defineOperation({
  id: 'listStreams',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/streams',
  tag: 'Streams',
  surface: 'connections',
  summary: 'List what a connection reads, and how far back',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  errors: ['unknown_connector'],
  input: z.strictObject({ id: Id }),
  output: choice,
});

export const updateStreams = defineOperation({
  id: 'updateStreams',
  method: 'PATCH',
  path: '/api/platform/v1/connections/{id}/streams',
  tag: 'Streams',
  surface: 'connections',
  summary: 'Choose what a connection reads, and how far back',
  scope: 'connections:write',
  audit: { event: 'connection.updated', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'connection' },
  errors: ['unknown_connector', 'unknown_stream'],
  input: z.strictObject({
    id: Id,
    /** Streams by name: on or off. Those that are not named stay as they are. */
    streams: z.record(z.string().max(100), z.boolean()).optional(),
    /** Null: all the way. What was read once stays, so that only an earlier time reads anything. */
    backfill_from: Moment.nullable().optional(),
  }),
  /** `sync_run_id`: the sync that reads what was added; null: nothing was, or the next one will. */
  output: choice.extend({ sync_run_id: Id.nullable() }),
});

export const estimateStreams = defineOperation({
  id: 'estimateStreams',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/streams/estimate',
  tag: 'Streams',
  surface: 'connections',
  summary: 'Ask the provider how much a first load would read',
  scope: 'connections:write',
  audit: { none: 'read only at the provider' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  errors: ['unknown_connector', 'not_syncable'],
  input: z.strictObject({ id: Id, from: Moment.optional() }),
  /** `records`: by the provider's own count; null where it gives none. */
  output: z.object({
    streams: z.array(z.object({ stream: z.string(), records: z.int().nullable() })),
  }),
});
