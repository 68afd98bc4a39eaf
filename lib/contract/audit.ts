import * as z from 'zod';
import { Id, Moment, Timestamp, limit } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** A line of the audit trail: who did what, to what, when, in which request. */
export const AuditLine = z.object({
  id: Id,
  at: Timestamp,
  actor_kind: z.enum(['user', 'api_key', 'system']),
  actor_id: z.string().nullable(),
  /** The person's, or the key's, as it is called now; null: it is gone, or it was the system. */
  actor_name: z.string().nullable(),
  action: z.string(),
  target_kind: z.string().nullable(),
  target_id: z.string().nullable(),
  /** What it is called now; null: it is gone, or has no name. */
  target_name: z.string().nullable(),
  request_id: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const listAuditEvents = defineOperation({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/api/platform/v1/audit',
  tag: 'Workspace',
  surface: 'members',
  summary: 'Read the audit trail of the workspace, newest first',
  scope: 'workspace:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  errors: ['invalid_cursor'],
  lines: 'events',
  input: z.strictObject({
    /** A whole action (connection.created) or its beginning with a dot (connection.). */
    action: z.string().max(100).optional(),
    actor_id: z.string().max(100).optional(),
    target_id: z.string().max(100).optional(),
    from: Moment.optional(),
    to: Moment.optional(),
    limit: limit(500, 50),
    cursor: z.string().max(200).optional(),
  }),
  output: z.object({
    events: z.array(AuditLine),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  }),
});
