import * as z from 'zod';
import { Id, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** Runs in a row that ended alike, without a longer pause between them than the promise. */
export const FreshnessMark = z.object({
  outcome: z.enum(['completed', 'partial', 'failed']),
  /** When the first and the last of them began. */
  from: Timestamp,
  to: Timestamp,
  runs: z.int(),
  /** Records they created, updated and deleted. */
  changed: z.int(),
});
export type FreshnessMark = z.infer<typeof FreshnessMark>;

/** What a line of freshness is drawn from: how the last days' runs ended and what comes next. */
export const Freshness = z.object({
  /**
   * How long after a good run the data still counts as current: twice the cadence. Null: it arrives
   * as it happens, and nothing is promised.
   */
  promise_ms: z.int().nullable(),
  /** When it is read next. Null: nothing is planned, or it is being read now. */
  next_at: Timestamp.nullable(),
  /** Records created, updated and deleted in the last 24 hours. */
  changed: z.int(),
  /** Oldest first, of the last three days, the newest sixty. */
  marks: z.array(FreshnessMark),
});
export type Freshness = z.infer<typeof Freshness>;

export const getFreshness = defineOperation({
  id: 'getFreshness',
  method: 'GET',
  path: '/api/platform/v1/connections/{id}/freshness',
  tag: 'Connections',
  surface: 'connections',
  summary: 'How current a connection was over the last days, as a whole and by stream',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { id: 'connection' },
  input: z.strictObject({ id: Id }),
  output: Freshness.extend({
    /** What arrived in the last 24 hours, by quarter of an hour; quarters without a change are left out. */
    arrivals: z.array(z.object({ at: Timestamp, changed: z.int() })),
    streams: z.array(
      z.object({ stream: z.string(), changed: z.int(), marks: z.array(FreshnessMark) }),
    ),
  }),
});
