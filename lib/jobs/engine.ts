import type * as z from 'zod';
import type { Sql } from '@/lib/platform/db';
import type { QueueLag } from '@/lib/jobs/lag';
import type { JobDefinition } from '@/lib/jobs/definitions';

/** One job to be put in a queue. */
export interface Enqueue<Payload> {
  payload: Payload;
  /** At most one job with this key waits or runs. */
  key: string;
  /** Jobs of a group share a concurrency cap: the connector type. */
  group?: string;
  /** Higher first. */
  priority?: number;
}

export interface WorkOptions {
  /** How many jobs this process runs at once. */
  slots: number;
  /**
   * How many jobs of a group run at once, over all processes; exact. A group that is not named has
   * no cap.
   */
  caps: Readonly<Record<string, number>>;
}

/** Runs one job. The signal aborts when the job was taken away, cancelled, or the process stops. */
export type Handler<Payload> = (
  payload: Payload,
  context: { signal: AbortSignal; attempt: number },
) => Promise<void>;

/**
 * Few methods, so that another engine can stand behind them. `enqueue` joins the caller's
 * transaction: the job exists exactly when the rows it is about do. Delivery is at least once;
 * handlers are idempotent.
 */
export interface JobEngine {
  /** Makes the queues; safe in several processes at once. */
  start: () => Promise<void>;
  enqueue: <P extends z.ZodType>(
    sql: Sql,
    job: JobDefinition<P>,
    items: readonly Enqueue<z.output<P>>[],
  ) => Promise<void>;
  work: <P extends z.ZodType>(
    job: JobDefinition<P>,
    handler: Handler<z.output<P>>,
    options: WorkOptions,
  ) => Promise<void>;
  /**
   * Takes no new job and aborts the running ones, which give their work back: waits for that up to
   * `grace_ms`.
   */
  stop: (grace_ms: number) => Promise<void>;
  /** Jobs waiting and running, and the age of the oldest waiting one. */
  lag: () => Promise<QueueLag>;
}
