import type { EngineFinding, JobEngine, QueueLag } from '@/lib/jobs/engine';
import { outboxEngine } from '@/lib/jobs/outbox/engine';
import type { Executor } from '@/lib/jobs/outbox/executor';
import { pgBossEngine } from '@/lib/jobs/pgboss';
import { env } from '@/lib/platform/env';

export { syncJob, type JobDefinition } from '@/lib/jobs/definitions';
export type { EngineFinding } from '@/lib/jobs/engine';
export type { Executor, Runs } from '@/lib/jobs/outbox/executor';

interface Held {
  engine: JobEngine;
  started?: Promise<void>;
}
const holder = globalThis as unknown as { inletJobs?: Held; inletExecutor?: () => Executor };

const held = (): Held =>
  (holder.inletJobs ??= {
    engine: env().JOB_ENGINE === 'pgboss' ? pgBossEngine() : outboxEngine(holder.inletExecutor?.()),
  });

/**
 * Says how jobs reach an engine outside the database: for a process that runs them, before its
 * engine is first asked for.
 */
export function provideExecutor(make: () => Executor): void {
  holder.inletExecutor = make;
}

/** The engine of this process, started on first use. */
export async function jobs(): Promise<JobEngine> {
  const mine = held();
  mine.started ??= mine.engine.start().catch((error: unknown) => {
    if (holder.inletJobs === mine) holder.inletJobs = undefined;
    throw error;
  });
  await mine.started;
  return mine.engine;
}

/** How the queue stands; the engine is not started for it. */
export const queueLag = (): Promise<QueueLag> => held().engine.lag();

/** How an engine outside the database looks from this process. */
export const lookAtJobs = (): Promise<EngineFinding[]> => held().engine.look();

/** Stops the engine of this process, if it was started. */
export async function stopJobs(grace_ms: number): Promise<void> {
  const running = holder.inletJobs;
  holder.inletJobs = undefined;
  if (!running?.started) return;
  await running.started;
  await running.engine.stop(grace_ms);
}
