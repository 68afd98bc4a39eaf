import type { JobEngine } from '@/lib/jobs/engine';
import { pgBossEngine } from '@/lib/jobs/pgboss';

export { queueLag } from '@/lib/jobs/lag';
export { syncJob } from '@/lib/jobs/definitions';

const holder = globalThis as unknown as { inletJobs?: Promise<JobEngine> };

/** The engine of this process, started on first use. */
export function jobs(): Promise<JobEngine> {
  holder.inletJobs ??= (async () => {
    const engine = pgBossEngine();
    await engine.start();
    return engine;
  })().catch((error: unknown) => {
    holder.inletJobs = undefined;
    throw error;
  });
  return holder.inletJobs;
}

/** Stops the engine of this process, if it was started. */
export async function stopJobs(grace_ms: number): Promise<void> {
  const running = holder.inletJobs;
  holder.inletJobs = undefined;
  await (await running)?.stop(grace_ms);
}
