import { jobs, stopJobs, syncJob } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { ms, perSecond, type Line } from './report.ts';
import { spreadOf, type Spread } from './spread.ts';

const JOBS = 500;
const ROUNDS = 3;
const ALONE = 40;
const SLOTS = 10;

interface StartsResult {
  /** How many jobs are started a second when many wait. */
  per_second: Spread;
  /** From the commit to the handler, one job at a time. */
  alone_ms: number;
  /** This process, which enqueues and works. */
  worker_mb: number;
}

/**
 * How fast the job engine of the settings starts jobs whose handler does nothing: five hundred at
 * once, and one after the other. Stops the engine afterwards.
 */
export async function benchStarts(): Promise<StartsResult> {
  const engine = await jobs();
  const waiting = new Map<string, () => void>();
  await engine.work(
    syncJob,
    async ({ run_id }) => {
      waiting.get(run_id)?.();
      waiting.delete(run_id);
    },
    { slots: SLOTS, caps: {} },
  );
  const start = async (count: number): Promise<number> => {
    const keys = Array.from({ length: count }, newId);
    const begun = Promise.all(
      keys.map((key) => new Promise<void>((resolve) => waiting.set(key, resolve))),
    );
    const workspace_id = newId();
    const items = keys.map((key) => ({
      key,
      payload: { workspace_id, connection_id: key, run_id: key },
      group: 'hubspot',
      fair: workspace_id,
    }));
    const from = performance.now();
    await engine.enqueue(db, syncJob, items);
    await begun;
    return performance.now() - from;
  };
  await start(SLOTS); // what is slow the first time only
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(JOBS / ((await start(JOBS)) / 1_000));
  const waits: number[] = [];
  for (let n = 0; n < ALONE; n++) waits.push(await start(1));
  const worker_mb = process.memoryUsage().rss / 1024 ** 2;
  await stopJobs(5_000);
  waits.sort((a, b) => a - b);
  return { per_second: spreadOf(rates), alone_ms: waits[ALONE >> 1]!, worker_mb };
}

/** The lines of the table; `at_least` starts a second. */
export const startsLines = (result: StartsResult, at_least: number): Line[] => [
  {
    what: `jobs started, ${JOBS} at once, a second`,
    measured: perSecond(result.per_second.median),
    value: result.per_second,
    at_least,
  },
  { what: '  one alone, commit to handler, p50', measured: ms(result.alone_ms) },
  { what: '  worker process', measured: `${Math.round(result.worker_mb)} MB` },
];
