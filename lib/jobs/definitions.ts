import * as z from 'zod';

/**
 * A kind of background work. New payload fields must be optional for one release: jobs in flight
 * lack them.
 */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string;
  payload: Payload;
  /** A job whose worker gives no sign of life for so long is given to another. Seconds, 10 or more. */
  heartbeat_seconds: number;
}

export const syncJob = {
  name: 'sync',
  payload: z.object({ workspace_id: z.uuid(), connection_id: z.uuid(), run_id: z.uuid() }),
  heartbeat_seconds: 10,
} as const satisfies JobDefinition;

export const JOBS = [syncJob] as const;
