import type * as z from 'zod';
import type { Sql } from '@/lib/platform/db';
import type { JobDefinition } from '@/lib/jobs/definitions';

/** One job to be put in a queue. */
export interface Enqueue<Payload> {
  payload: Payload;
  /** At most one job with this key waits or runs. */
  key: string;
  /** Jobs of a group share a concurrency cap: the connector type. */
  group?: string;
  /**
   * Whom it is done for: the workspace. An engine that can lets them take turns; one that cannot
   * goes by priority alone, which is made to the same end.
   */
  fair?: string;
  /** Higher first. */
  priority?: number;
}

export interface WorkOptions<Payload> {
  /** How many jobs this process runs at once. */
  slots: number;
  /**
   * How many jobs of a group run at once, over all processes; exact. A group that is not named has
   * no cap.
   */
  caps: Readonly<Record<string, number>>;
  /**
   * Somebody cancelled a job at the engine itself, in a console of its own: cancels what the job is
   * about. The handler ends by that, never by the engine. Safe to call again.
   */
  cancel?: (payload: Payload) => Promise<void>;
}

/**
 * Runs one job. Returns when it is done for good; what throws is tried again, here or elsewhere. The
 * signal aborts when the job was taken away or the process stops.
 */
export type Handler<Payload> = (
  payload: Payload,
  context: { signal: AbortSignal },
) => Promise<void>;

export interface QueueLag {
  waiting: number;
  active: number;
  /** Age of the oldest job that could run now. */
  oldest_waiting_ms: number;
}

/** What a worker sees of an engine outside the database: the answer to one question, in words. */
export interface EngineFinding {
  id: string;
  title: string;
  level: 'ok' | 'warn' | 'fail' | 'not_checked';
  finding: string;
  fix: string | null;
  facts: [label: string, value: string][];
}

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
    options: WorkOptions<z.output<P>>,
  ) => Promise<void>;
  /**
   * Takes no new job and aborts the running ones, which give their work back: waits for that up to
   * `grace_ms`. Whatever a handler has not given back by then goes on elsewhere when it shows no
   * sign of life.
   */
  stop: (grace_ms: number) => Promise<void>;
  /**
   * Jobs waiting and running, and the age of the oldest waiting one; also in a process that did not
   * start the engine. All zero before it was first used.
   */
  lag: () => Promise<QueueLag>;
  /** How an engine outside the database looks from here; empty: the database is all there is to it. */
  look: () => Promise<EngineFinding[]>;
}
