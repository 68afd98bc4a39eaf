import { timingSafeEqual, createHash } from 'node:crypto';
import { connectionTotals } from '@/lib/connections/service';
import { queueLag } from '@/lib/jobs/service';
import { aliveWorkers, dueLag, liveRuns, recentOutcomes } from '@/lib/operations/repository';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { renderMetrics, type Reading } from '@/lib/platform/metrics';

export { METRICS_TYPE } from '@/lib/platform/metrics';

/** Counting every connection is not for every scrape of every process. */
const REMEMBER_MS = 10_000;
const OUTCOMES = ['completed', 'partial', 'failed', 'cancelled', 'skipped_locked'] as const;

let remembered: { until: number; readings: Promise<Reading[]> } | undefined;

/**
 * The text of /metrics: what this process counted, and what the database says (the same in every
 * process).
 */
export async function metricsText(): Promise<string> {
  if (!remembered || performance.now() > remembered.until)
    remembered = { until: performance.now() + REMEMBER_MS, readings: databaseReadings() };
  return renderMetrics(await remembered.readings);
}

/** Whether a request may see the metrics. closed: there are none, as far as anybody can tell. */
export function mayScrape(authorization: string | null): 'yes' | 'no' | 'closed' {
  const wanted = env().METRICS_TOKEN;
  if (!wanted) return 'closed';
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted)) ? 'yes' : 'no';
}

/**
 * A database that is away is a metric too: inlet_database_up says 0, and the process's own numbers
 * are still there.
 */
async function databaseReadings(): Promise<Reading[]> {
  const up = (value: number) =>
    one('inlet_database_up', '1 when the database answered this scrape.', value);
  try {
    const [work, connections] = await Promise.all([workReadings(), connectionReadings()]);
    return [up(1), ...work, ...connections];
  } catch (error) {
    log.warn({ error: String(error) }, 'metrics: the database did not answer');
    return [up(0)];
  }
}

/** What waits, what runs, and who does it. */
async function workReadings(): Promise<Reading[]> {
  const [queue, due, live, workers] = await Promise.all([
    queueLag(),
    dueLag(),
    liveRuns(),
    aliveWorkers(),
  ]);
  const slots = workers.reduce((sum, w) => sum + w.slots, 0);
  const oldest_s = queue.oldest_waiting_ms / 1000;
  return [
    gauge('inlet_queue_jobs', 'Jobs by state.', [
      { labels: { state: 'waiting' }, value: queue.waiting },
      { labels: { state: 'active' }, value: queue.active },
    ]),
    one('inlet_queue_oldest_seconds', 'Age of the oldest job that could run now.', oldest_s),
    one('inlet_due_connections', 'Connections that are due and not yet queued.', due.due),
    one(
      'inlet_due_lag_seconds',
      'For how long the most overdue of them has been due.',
      due.oldest_seconds,
    ),
    one('inlet_runs_live', 'Syncs that wait or run.', live.live),
    one('inlet_runs_silent', 'Live syncs without a sign of life beyond their lease.', live.silent),
    one(
      'inlet_workers_alive',
      'Processes that sync and reported in within 20 seconds.',
      workers.length,
    ),
    one('inlet_worker_slots', 'How many syncs they can run at a time.', slots),
  ];
}

/** How connections are, and how their last syncs ended. */
async function connectionReadings(): Promise<Reading[]> {
  const [outcomes, totals] = await Promise.all([recentOutcomes(), connectionTotals()]);
  return [
    gauge(
      'inlet_runs_last_hour',
      'Syncs that ended in the last hour, by outcome.',
      OUTCOMES.map((status) => ({
        labels: { status },
        value: outcomes.find((o) => o.status === status)?.runs ?? 0,
      })),
    ),
    gauge(
      'inlet_connections',
      'Connections by connector, status and health.',
      totals.map((t) => ({
        labels: { connector: t.connector_type, status: t.status, health: t.health },
        value: t.connections,
      })),
    ),
  ];
}

const gauge = (name: string, help: string, samples: Reading['samples']): Reading => ({
  name,
  help,
  samples,
});
const one = (name: string, help: string, value: number): Reading =>
  gauge(name, help, [{ labels: {}, value }]);
