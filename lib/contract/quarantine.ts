import * as z from 'zod';
import { Id, Timestamp, limit } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/**
 * A record that could not be stored and was quarantined, so that the others could be. It is resolved
 * itself when a later sync stores it.
 */
export const QuarantinedRecord = z.object({
  id: Id,
  stream: z.string(),
  label: z.string(),
  /** The provider's id; null when the item has none. */
  external_id: z.string().nullable(),
  reason: z.string(),
  /**
   * What the provider sent, as JSON text cut to 4,000 characters; null when it was too large to be
   * kept.
   */
  payload: z.string().nullable(),
  payload_truncated: z.boolean(),
  payload_hash: z.string(),
  /** The run that met it last. */
  run_id: Id,
  first_seen_at: Timestamp,
  last_seen_at: Timestamp,
});
export type QuarantinedRecord = z.infer<typeof QuarantinedRecord>;

export const listQuarantine = defineOperation({
  id: 'listQuarantine',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/quarantine',
  tag: 'Records',
  surface: 'connections',
  summary: 'List records that could not be stored, newest first',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  errors: ['invalid_cursor'],
  input: z.strictObject({
    id: Id,
    stream: z.string().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: limit(200, 50),
  }),
  /** `total`: how many there are with this filter, whatever the page. */
  output: z.object({
    records: z.array(QuarantinedRecord),
    next_cursor: z.string().nullable(),
    total: z.int(),
  }),
});

export const retryQuarantine = defineOperation({
  id: 'retryQuarantine',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/quarantine/retry',
  tag: 'Records',
  surface: 'connections',
  summary: 'Try to store records that were quarantined: those named, or all',
  scope: 'connections:write',
  audit: { event: 'connection.quarantine_retried', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['sync_in_progress', 'not_found', 'unknown_connector'],
  input: z.strictObject({ id: Id, ids: z.array(Id).min(1).max(500).optional() }),
  /**
   * `remaining`: how many the connection has in quarantine afterwards. Those that failed again carry
   * the newest reason.
   */
  output: z.object({ retried: z.int(), resolved: z.int(), failed: z.int(), remaining: z.int() }),
});
