import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { providerText } from '@/lib/connectors/kit';
import type { Handler } from '@/lib/jobs/engine';
import { log } from '@/lib/platform/log';
import { sleep } from '@/lib/platform/clock';

const BEAT_MS = 3_000;
const IDLE_POLL_MS = 1_000;
const REPORT_TRIES = 20;
const REPORT_RETRY_MS = 500;

type Job<Payload> = Pick<JobWithMetadata<Payload>, 'id' | 'retryCount' | 'data'>;
/** Takes up to so many jobs out of the queue. */
export type Take<Payload> = (limit: number) => Promise<Job<Payload>[]>;

interface Running {
  id: string;
  retryCount: number;
  abort: AbortController;
  done: Promise<void>;
}

/**
 * Pulls jobs from pg-boss's tables up to the free slots. pg-boss's own `work()` starts one job per
 * poll and worker; this fills every slot at once, wakes on NOTIFY, and reports with the attempt it
 * fetched, so that a job that was given to somebody else in the meantime is left alone.
 */
export class Pump<Payload extends object> {
  readonly #boss: PgBoss;
  readonly #queue: string;
  readonly #handler: Handler<Payload>;
  readonly #slots: number;
  readonly #take: Take<Payload>;
  readonly #running = new Map<string, Running>();
  #stopping = new AbortController();
  #wake = new AbortController();
  #loop: Promise<void> | undefined;
  #beat: NodeJS.Timeout | undefined;

  constructor(
    boss: PgBoss,
    queue: string,
    handler: Handler<Payload>,
    slots: number,
    take: Take<Payload>,
  ) {
    this.#boss = boss;
    this.#queue = queue;
    this.#handler = handler;
    this.#slots = slots;
    this.#take = take;
  }

  start(): void {
    this.#loop = this.#run();
    this.#beat = setInterval(() => void this.#touch(), BEAT_MS);
  }

  /** Something may be waiting: look now. */
  wake(): void {
    this.#wake.abort();
  }

  async stop(grace_ms: number): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#loop;
    for (const job of this.#running.values()) job.abort.abort(new Error('stopping'));
    await Promise.race([
      Promise.allSettled([...this.#running.values()].map((j) => j.done)),
      sleep(grace_ms),
    ]);
    clearInterval(this.#beat);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
      const free = this.#slots - this.#running.size;
      let taken = 0;
      if (free > 0) {
        try {
          const jobs = await this.#take(free);
          for (const job of jobs) this.#begin(job);
          taken = jobs.length;
        } catch (error) {
          log.warn({ error: String(error) }, 'fetching jobs failed');
        }
      }
      if (taken === 0 || this.#running.size >= this.#slots)
        await sleep(IDLE_POLL_MS, this.#wake.signal);
    }
  }

  #begin(job: Job<Payload>): void {
    const abort = new AbortController();
    const attempt = { id: job.id, retryCount: job.retryCount };
    const done = this.#handler(job.data, { signal: abort.signal })
      .then(
        () => this.#report(() => this.#boss.complete(this.#queue, attempt)),
        (error: unknown) => {
          if (abort.signal.aborted) log.info({ job: this.#queue }, 'job given back');
          else
            log.error(
              { job: this.#queue, error: error instanceof Error ? error.stack : String(error) },
              'job failed',
            );
          return this.#report(() =>
            this.#boss.fail(this.#queue, attempt, { message: providerText(String(error)) }),
          );
        },
      )
      .then(
        () => undefined,
        (error: unknown) => log.warn({ error: String(error) }, 'reporting a job failed'),
      )
      .finally(() => {
        this.#running.delete(job.id);
        this.wake();
      });
    this.#running.set(job.id, { ...attempt, abort, done });
  }

  /**
   * A database that restarts is back within seconds: asked again, the job goes on at once instead
   * of when its heartbeat has run out.
   */
  async #report(work: () => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await work();
        return;
      } catch (error) {
        if (tries === REPORT_TRIES || this.#stopping.signal.aborted) throw error;
        await sleep(REPORT_RETRY_MS, this.#stopping.signal);
      }
    }
  }

  async #touch(): Promise<void> {
    const jobs = [...this.#running.values()];
    if (jobs.length === 0) return;
    try {
      await this.#boss.touch(
        this.#queue,
        jobs.map(({ id, retryCount }) => ({ id, retryCount })),
      );
    } catch (error) {
      log.warn({ error: String(error) }, 'job heartbeat failed');
    }
  }
}
