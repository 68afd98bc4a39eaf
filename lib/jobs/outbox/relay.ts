import type { JobDefinition } from '@/lib/jobs/definitions';
import type { Executor } from '@/lib/jobs/outbox/executor';
import { giveAgain, putBack, settle, take } from '@/lib/jobs/outbox/repository';
import { sleep } from '@/lib/platform/clock';
import { log } from '@/lib/platform/log';

const AT_ONCE = 100;
const IDLE_POLL_MS = 1_000;
const AWAY_MS = 1_000;

/** Gives the jobs of the outbox to the engine: one loop in each worker. */
export class Relay {
  readonly #job: JobDefinition;
  readonly #executor: Executor;
  readonly #caps: Readonly<Record<string, number>>;
  readonly #stopping = new AbortController();
  #wake = new AbortController();
  #loop: Promise<void> | undefined;
  #away = false;

  constructor(job: JobDefinition, executor: Executor, caps: Readonly<Record<string, number>>) {
    this.#job = job;
    this.#executor = executor;
    this.#caps = caps;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Something may be waiting: look now. */
  wake(): void {
    this.#wake.abort();
  }

  /** Gives nothing more; resolves when what is being given is. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#loop;
  }

  /**
   * Whether the engine answers. One that was away may have lost what it had: once it is back, all
   * of that is given to it again.
   */
  async heard(reached: boolean): Promise<void> {
    const back = reached && this.#away;
    this.#away = !reached;
    if (!back) return;
    await giveAgain(this.#job.name);
    this.wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
      let taken = 0;
      try {
        taken = await this.#giveSome();
      } catch (error) {
        log.warn({ error: String(error) }, 'giving jobs to the engine failed');
        await sleep(AWAY_MS, this.#stopping.signal);
      }
      if (taken < AT_ONCE) await sleep(IDLE_POLL_MS, this.#wake.signal);
    }
  }

  /** Answers how many there were to give. */
  async #giveSome(): Promise<number> {
    const { name } = this.#job;
    const jobs = await take(name, this.#caps, AT_ONCE);
    if (jobs.length === 0) return 0;
    const keys = jobs.map(({ key }) => key);
    let given: Set<string>;
    try {
      given = await this.#executor.give(this.#job, jobs);
    } catch (error) {
      await this.heard(false);
      await putBack(name, keys);
      throw error;
    }
    const left = keys.filter((key) => !given.has(key));
    if (given.size > 0) await settle(name, [...given]);
    if (left.length > 0) await putBack(name, left);
    await this.heard(left.length === 0);
    if (left.length > 0) await sleep(AWAY_MS, this.#stopping.signal);
    return jobs.length;
  }
}
