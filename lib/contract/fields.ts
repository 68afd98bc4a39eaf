import * as z from 'zod';
import { Id, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/**
 * Beside the records that changed longest ago: `new` is in none of those, `gone` in none of those that
 * changed last, and of `retyped` the values have another type now. `kept`: none of that, or there is
 * nothing to compare with.
 */
export const FIELD_STATES = ['new', 'gone', 'retyped', 'kept'] as const;

export const RecordField = z.object({
  /** A field of the record, or of an object in it: `properties.email`. */
  path: z.string(),
  /** Types of its values in the records that changed last; null is none. */
  types: z.array(z.string()),
  /** The same, of those that changed longest ago. */
  types_before: z.array(z.string()),
  /** How many of the records that changed last have it, and of those that changed longest ago. */
  newest: z.int(),
  oldest: z.int(),
  state: z.enum(FIELD_STATES),
});
export type RecordField = z.infer<typeof RecordField>;

/** Records that were looked at, and between which times they changed. */
const Sample = z.object({
  records: z.int(),
  from: Timestamp.nullable(),
  to: Timestamp.nullable(),
});

export const listFields = defineOperation({
  id: 'listFields',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/fields',
  tag: 'Records',
  surface: 'connections',
  summary: 'List the fields of a stream’s records, and which came, went or changed their type',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  errors: ['unknown_stream'],
  input: z.strictObject({ id: Id, stream: z.string().min(1).max(100) }),
  output: z.object({
    stream: z.string(),
    /** Up to 1,000 of each, halves of what there is. */
    newest: Sample,
    oldest: Sample,
    /** What came, went or changed first, then by path. */
    fields: z.array(RecordField),
  }),
});
