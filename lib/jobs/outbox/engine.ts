import type * as z from 'zod';
import { Bell, ring } from '@/lib/jobs/bell';
import type { JobDefinition } from '@/lib/jobs/definitions';
import type { Handler, JobEngine, WorkOptions } from '@/lib/jobs/engine';
import type { Executor, Runs } from '@/lib/jobs/outbox/executor';
import { Relay } from '@/lib/jobs/outbox/relay';
import { keepBusy, outboxLag, put, remove, setIdle } from '@/lib/jobs/outbox/repository';
import { sleep } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';

const BEAT_MS = 5_000;
const REMOVE_TRIES = 20;
const REMOVE_RETRY_MS = 500;

/**
 * A job engine outside the database. Putting a job in the queue is a row in the caller's
 * transaction; a relay in each worker gives it to the engine, and the row goes when the job is done.
 * Until then it says that the job is there, holds its place under its group's cap, and is the
 * reason to give it again should the engine have lost it. Without an executor (a web process) jobs
 * are only enqueued.
 */
export function outboxEngine(executor?: Executor): JobEngine {
  const stops: ((grace_ms: number) => Promise<void>)[] = [];
  const relays: Relay[] = [];
  const bell = new Bell(() => relays.forEach((relay) => relay.wake()));

  return {
    start: async () => undefined,
    enqueue: async (tx, job, items) => {
      if (items.length === 0) return;
      await put(tx, job.name, items);
      await ring(tx, job.name);
    },
    work: async (job, handler, options) => {
      if (!executor)
        throw new Error(
          'This process cannot run jobs of JOB_ENGINE=temporal. Set WORKER=0 and start npm run worker.',
        );
      const runs = runsOf(job, handler, options);
      await executor.work(job, runs, options.slots);
      const relay = new Relay(job, executor, options.caps);
      relay.start();
      relays.push(relay);
      if (relays.length === 1) bell.listen();
      stops.push(async (grace_ms) => {
        await relay.stop();
        await executor.stop(grace_ms);
        runs.end();
      });
    },
    stop: async (grace_ms) => {
      await Promise.all(stops.map((stop) => stop(grace_ms)));
      await bell.stop();
    },
    lag: outboxLag,
    look: async () => {
      if (!executor) return [];
      const { reached, findings } = await executor.look();
      for (const relay of relays) await relay.heard(reached);
      return findings;
    },
  };
}

/** What the executor calls, with the signs of life of what it runs. */
function runsOf<P extends z.ZodType>(
  job: JobDefinition<P>,
  handler: Handler<z.output<P>>,
  { caps, cancel }: WorkOptions<z.output<P>>,
): Runs & { end: () => void } {
  const running = new Set<string>();
  const beat = setInterval(() => {
    if (running.size > 0)
      void keepBusy(job.name, [...running]).catch((error: unknown) =>
        log.warn({ error: String(error) }, 'job heartbeat failed'),
      );
  }, BEAT_MS);
  return {
    run: async (key, payload, signal) => {
      running.add(key);
      try {
        await keepBusy(job.name, [key]);
        await handler(job.payload.parse(payload), { signal });
        await done(job.name, key, caps, signal);
      } catch (error) {
        await setIdle(job.name, key).catch(() => undefined);
        throw error;
      } finally {
        running.delete(key);
      }
    },
    cancel: async (payload) => cancel?.(job.payload.parse(payload)),
    end: () => clearInterval(beat),
  };
}

/**
 * Takes a job that is done out. A database that restarts is back within seconds: asked again, its
 * place is free at once.
 */
async function done(
  job: string,
  key: string,
  caps: Readonly<Record<string, number>>,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const group = await remove(job, key);
      if (group !== null && group in caps) await ring(db, job);
      return;
    } catch (error) {
      if (tries === REMOVE_TRIES || signal.aborted) throw error;
      await sleep(REMOVE_RETRY_MS, signal);
    }
  }
}
