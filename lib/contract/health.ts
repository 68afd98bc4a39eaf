import * as z from 'zod';
import { Timestamp } from '@/lib/contract/common';
import { ACTIONS, CAUSES, HEALTHS, STATES, STATUSES } from '@/lib/contract/state';

export const Status = z.enum(STATUSES);
export type Status = z.infer<typeof Status>;

/** In order of precedence: the first that applies wins. */
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

/**
 * One sentence of a cause, for whoever says it in other words. What `deletions_held` counts stands in
 * the connection's own `deletions_held`.
 */
export const Cause = z.object({
  code: z.enum(CAUSES),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Cause = z.infer<typeof Cause>;

/** Why the verdict is what it is, whose move it is, and the one thing to do. */
export const HealthDetail = z.object({
  cause: z.string(),
  /** The sentences of `cause`, by code. */
  causes: z.array(Cause),
  who: z.enum(['nobody', 'you', 'provider', 'operator']),
  action: z.enum(ACTIONS),
  action_label: z.string().nullable(),
  /** When it is tried again by itself, if it is. */
  retry_at: Timestamp.nullable(),
});
export type HealthDetail = z.infer<typeof HealthDetail>;
