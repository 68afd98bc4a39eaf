import type { JobDefinition } from '@/lib/jobs/definitions';
import type { EngineFinding } from '@/lib/jobs/engine';
import type { Waiting } from '@/lib/jobs/outbox/repository';

/** What an engine outside the database does for us, in worker processes alone. */
export interface Executor {
  /**
   * Gives jobs to the engine, one that it has already stays alone. Answers the keys of those it has
   * now; the others are given again. Throws when the engine is not to be reached.
   */
  give: (job: JobDefinition, jobs: readonly Waiting[]) => Promise<Set<string>>;
  /** Runs what the engine hands to this process, so many at once. */
  work: (job: JobDefinition, runs: Runs, slots: number) => Promise<void>;
  /** As JobEngine's. */
  stop: (grace_ms: number) => Promise<void>;
  /** What this process sees of the engine, and whether it was reached. */
  look: () => Promise<{ reached: boolean; findings: EngineFinding[] }>;
}
export interface Runs {
  /** Runs one job to its end; throws when it is to be tried again. */
  run: (key: string, payload: unknown, signal: AbortSignal) => Promise<void>;
  /** Cancels what a job is about. */
  cancel: (payload: unknown) => Promise<void>;
}
