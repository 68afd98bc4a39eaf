import { allConnectors, findConnector } from '@/lib/catalog/service';
import { cancelJob, tellStale } from '@/lib/connections/service';
import { forgetOldBudgets } from '@/lib/egress/service';
import { forgetOldLogs } from '@/lib/runs/service';
import { pruneOutbox } from '@/lib/events/service';
import { forgetOldRequests } from '@/lib/requests/service';
import { jobs, lookAtJobs, stopJobs, syncJob } from '@/lib/jobs/service';
import { deleteOldStates } from '@/lib/oauth/service';
import { reportWorker } from '@/lib/operations/service';
import { keepTelling } from '@/lib/notifications/service';
import { sleep } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { followRecords } from '@/lib/knowledge/service';
import { writeKnowledge } from '@/lib/mirror/service';
import { remapSome } from '@/lib/records/service';
import { tick } from '@/lib/schedule/service';
import { runSync } from '@/lib/sync/service';
import { handleInbox, maintainRegistrations, pruneInbox } from '@/lib/webhooks/service';

const TICK_MS = 1_000;
const HOUSEKEEPING_MS = 3_600_000;
const REGISTRATIONS_MS = 10_000;
const KNOWLEDGE_MS = 5_000;
/** SIGTERM to exit takes less than 10 s; what is not done by then goes on elsewhere. */
const GRACE_MS = 8_000;

let running:
  | { stop: AbortController; loop: Promise<unknown>; presence: { stop: () => Promise<void> } }
  | undefined;

/** Starts syncing in this process: the job pump and the scheduler. Any number of processes may. */
export async function startWorker(): Promise<void> {
  if (running) return;
  const engine = await jobs();
  const caps = Object.fromEntries(
    allConnectors().flatMap((c) => (c.max_syncs ? [[c.type, c.max_syncs]] : [])),
  );
  await engine.work(
    syncJob,
    (payload, { signal }) =>
      runSync(payload, signal, { connector: findConnector, write: writeKnowledge }),
    { slots: env().WORKER_SLOTS, caps, cancel: cancelJob },
  );
  const stop = new AbortController();
  const loop = Promise.all([
    schedule(stop.signal),
    handleInbox(stop.signal),
    keepRegistered(stop.signal),
    keepTelling(stop.signal),
    keepKnowing(stop.signal),
  ]);
  running = { stop, loop, presence: reportWorker(env().WORKER_SLOTS, lookAtJobs) };
  log.info({ slots: env().WORKER_SLOTS }, 'worker started');
}

/** Takes nothing new, lets pages finish, gives unfinished runs back. */
export async function stopWorker(): Promise<void> {
  running?.stop.abort();
  await stopJobs(GRACE_MS);
  await running?.loop;
  await running?.presence.stop();
  running = undefined;
}

/** One batch of records whose mapping has changed, a tick: nobody waits for them. */
async function remapNext(): Promise<void> {
  for (const { type, streams } of allConnectors())
    for (const { name, canonical } of streams) {
      if (!canonical || upToDate.has(`${type} ${name} ${canonical.version}`)) continue;
      if ((await remapSome(type, name, canonical)) !== null) return;
      upToDate.add(`${type} ${name} ${canonical.version}`);
    }
}
/** What this process has seen brought up to date; a version changes with the program only. */
const upToDate = new Set<string>();

/** Providers that tell of changes are asked to, and asked again before they would stop. */
async function keepRegistered(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await maintainRegistrations().catch((error: unknown) =>
      log.warn({ error: String(error) }, 'keeping registrations failed'),
    );
    await sleep(REGISTRATIONS_MS, signal);
  }
}

/** Documents follow the records they are made of, some seconds behind. */
async function keepKnowing(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { more } = await followRecords(null).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'following records failed');
      return { more: false };
    });
    if (!more) await sleep(KNOWLEDGE_MS, signal);
  }
}

async function schedule(signal: AbortSignal): Promise<void> {
  let cleaned = 0;
  while (!signal.aborted) {
    try {
      const { more } = await tick();
      if (performance.now() - cleaned > HOUSEKEEPING_MS || cleaned === 0) {
        cleaned = performance.now();
        await deleteOldStates();
        await forgetOldBudgets();
        await forgetOldLogs();
        await pruneOutbox();
        await pruneInbox();
        await forgetOldRequests();
      }
      if ((await tellStale()).more || more) continue;
      await remapNext();
    } catch (error) {
      log.warn({ error: String(error) }, 'scheduler tick failed');
    }
    await sleep(TICK_MS, signal);
  }
}
