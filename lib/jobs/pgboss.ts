import { PgBoss, type Db } from 'pg-boss';
import { Bell, ring } from '@/lib/jobs/bell';
import { JOBS } from '@/lib/jobs/definitions';
import type { JobEngine } from '@/lib/jobs/engine';
import { pgBossLag } from '@/lib/jobs/lag';
import { Pump, type Take } from '@/lib/jobs/pump';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { sql } from '@/lib/platform/sql';

const DAY_SECONDS = 24 * 3600;
const NO_CAP = 1_000_000;

const through = (db: Sql): Db => ({ executeSql: (text, values) => db.query(text, values) });

/**
 * The job engine on pg-boss's tables: storage, retry and retention are its, the pump is ours (see
 * pump.ts). Its priorities are made fair by whoever enqueues, and it has no console to cancel in:
 * `fair` and `cancel` are not used. Longer than a screen: it is the list of what an engine does.
 */
export function pgBossEngine(): JobEngine {
  const boss = new PgBoss({
    db: through(db),
    schema: 'pgboss',
    schedule: false,
    supervise: true,
    monitorIntervalSeconds: 1,
    superviseIntervalSeconds: 1,
    maintenanceIntervalSeconds: 600,
    monitorVacuum: false,
  });
  const pumps: Pump<object>[] = [];
  const bell = new Bell(() => pumps.forEach((pump) => pump.wake()));
  boss.on('error', (error) => log.warn({ error: String(error) }, 'job engine'));

  return {
    start: async () => {
      await boss.start();
      for (const job of JOBS)
        await boss.createQueue(job.name, {
          policy: 'exclusive',
          retryLimit: 1_000,
          retryDelay: 1,
          heartbeatSeconds: job.heartbeat_seconds,
          expireInSeconds: DAY_SECONDS - 3_600,
          deleteAfterSeconds: 3_600,
        });
    },
    enqueue: async (tx, job, items) => {
      if (items.length === 0) return;
      await boss.insert(
        job.name,
        items.map(({ payload, key, group, priority }) => ({
          data: payload as object,
          singletonKey: key,
          priority: priority ?? 0,
          ...(group ? { group: { id: group, tier: group } } : {}),
        })),
        { db: through(tx), returnId: false },
      );
      await ring(tx, job.name);
    },
    work: async (job, handler, { slots, caps }) => {
      const pump = new Pump<object>(
        boss,
        job.name,
        (payload, context) => handler(job.payload.parse(payload) as never, context),
        slots,
        taker(boss, job.name, caps),
      );
      pumps.push(pump);
      pump.start();
      if (pumps.length === 1) bell.listen();
    },
    stop: async (grace_ms) => {
      await Promise.all(pumps.map((p) => p.stop(grace_ms)));
      await bell.stop();
      await boss.stop({ graceful: false, close: false });
    },
    lag: pgBossLag,
    look: async () => [],
  };
}

/**
 * Counting what runs and taking more is two steps: without the lock, four processes run four
 * times the cap. It is held for a fetch of a few milliseconds, and only where there are caps.
 */
function taker(boss: PgBoss, queue: string, caps: Readonly<Record<string, number>>): Take<object> {
  if (Object.keys(caps).length === 0)
    return (batchSize) => boss.fetch<object>(queue, { batchSize, includeMetadata: true });
  return (batchSize) =>
    transaction(async (tx) => {
      await tx.query(sql`SELECT pg_advisory_xact_lock(hashtext(${`inlet-fetch-${queue}`}))`);
      return boss.fetch<object>(queue, {
        batchSize,
        includeMetadata: true,
        groupConcurrency: { default: NO_CAP, tiers: caps },
        db: through(tx),
      });
    });
}
