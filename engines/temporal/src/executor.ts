import path from 'node:path';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker, type NativeConnection } from '@temporalio/worker';
import { providerText } from '@/lib/connectors/kit';
import type { Executor, JobDefinition, Runs } from '@/lib/jobs/service';
import { sleep } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';
import { connect } from './connection.ts';
import { lookAround } from './look.ts';
import type { Activities, JobRun } from './shape.ts';

const BEAT_MS = 3_000;
const GIVE_DEADLINE_MS = 5_000;
const AGAIN_MS = 1_000;
/** Polls open at once; more bring no more jobs. */
const MOST_POLLS = 10;
const BUNDLE = path.resolve(import.meta.dirname, '../dist/workflow.js');

/**
 * Jobs as workflows `<task queue>/<job>/<key>`: asked for twice there is one, and one that has ended
 * may be started again. Temporal executes; what is true about a run stays in the database.
 */
export function temporalExecutor(): Executor {
  installRuntime();
  const stopping = new AbortController();
  const workers = new Set<Worker>();
  const loops: Promise<void>[] = [];
  let connection: Promise<NativeConnection> | undefined;

  /** The one connection of this process, made on first use and after a failure. */
  const connected = (): Promise<NativeConnection> => {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  };

  async function serve(job: JobDefinition, runs: Runs, slots: number): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const worker = await makeWorker(await connected(), runs, slots);
        workers.add(worker);
        if (stopping.signal.aborted) worker.shutdown();
        await worker.run().finally(() => workers.delete(worker));
      } catch (error) {
        log.warn({ job: job.name, error: String(error) }, 'the Temporal worker ended');
      }
      await sleep(AGAIN_MS, stopping.signal);
    }
  }

  return {
    give: async (job, jobs) => {
      const client = new Client({
        connection: await connected(),
        namespace: env().TEMPORAL_NAMESPACE,
      });
      const given = await client.withDeadline(Date.now() + GIVE_DEADLINE_MS, () =>
        Promise.allSettled(jobs.map((one) => startWorkflow(client, job, one))),
      );
      const failed = given.find((one) => one.status === 'rejected');
      if (failed) log.warn({ error: String(failed.reason) }, 'a workflow could not be started');
      return new Set(jobs.filter((_, i) => given[i]!.status === 'fulfilled').map(({ key }) => key));
    },
    work: async (job, runs, slots) => {
      loops.push(serve(job, runs, slots));
    },
    stop: async (grace_ms) => {
      stopping.abort();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      const ended = Promise.all(loops).then(() => true);
      const inTime = await Promise.race([ended, sleep(grace_ms).then(() => false)]);
      if (inTime) await (await connection?.catch(() => undefined))?.close().catch(() => undefined);
    },
    look: () => lookAround(connected),
  };
}

const startWorkflow = (
  client: Client,
  job: JobDefinition,
  { key, payload, fair, priority }: Parameters<Executor['give']>[1][number],
): Promise<unknown> =>
  client.workflow.start('runJob', {
    workflowId: `${env().TEMPORAL_TASK_QUEUE}/${job.name}/${key}`,
    taskQueue: env().TEMPORAL_TASK_QUEUE,
    args: [{ key, payload, heartbeat_seconds: job.heartbeat_seconds } satisfies JobRun],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    priority: {
      priorityKey: priority < 0 ? SCHEDULED : ASKED_FOR,
      ...(fair ? { fairnessKey: fair } : {}),
    },
  });
/** Temporal's classes of priority; within one, fairness decides. */
const ASKED_FOR = 2;
const SCHEDULED = 3;

const makeWorker = (connection: NativeConnection, runs: Runs, slots: number): Promise<Worker> =>
  Worker.create({
    connection,
    namespace: env().TEMPORAL_NAMESPACE,
    taskQueue: env().TEMPORAL_TASK_QUEUE,
    identity: `${process.pid}@${newId()}`,
    workflowBundle: { codePath: BUNDLE },
    activities: activitiesOf(runs),
    maxConcurrentActivityTaskExecutions: slots,
    maxConcurrentActivityTaskPolls: Math.min(slots, MOST_POLLS),
    maxCachedWorkflows: 500,
    // Heartbeats are held back for up to 80 % of their timeout otherwise.
    maxHeartbeatThrottleInterval: BEAT_MS,
    defaultHeartbeatThrottleInterval: BEAT_MS,
    // Polls have ended by then: what is given back must not come to a worker that stops.
    shutdownGraceTime: 1_000,
  });

const activitiesOf = (runs: Runs): Activities => ({
  run: async (key, payload) => {
    const context = Context.current();
    context.heartbeat();
    const beat = setInterval(() => context.heartbeat(), BEAT_MS);
    try {
      await runs.run(key, payload, context.cancellationSignal);
    } catch (error) {
      throw ApplicationFailure.create({
        message: providerText(String(error)),
        type: 'JobFailed',
        // Given back: whoever has a slot goes on at once.
        ...(context.cancellationSignal.aborted ? { nextRetryDelay: '100ms' } : {}),
      });
    } finally {
      clearInterval(beat);
    }
  },
  cancel: (payload) => runs.cancel(payload),
});

let installed = false;
/** Signals are the process's own affair: it stops its workers itself, in its own order. */
function installRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
    logger: new DefaultLogger('WARN', ({ message, meta }) => {
      log.warn({ temporal: meta?.['error'] && String(meta['error']) }, message);
    }),
  });
}
