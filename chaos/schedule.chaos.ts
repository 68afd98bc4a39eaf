import { afterEach, expect, it } from 'vitest';
import { dueHandles, profileOnly, waitingRuns } from '@/chaos/fixtures/handles';
import { measured, onEngine, pause, scale, until } from '@/chaos/fixtures/scale';
import { jobs, stopJobs, syncJob } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { useTestDatabase } from '@/lib/platform/testing';
import { tick } from '@/lib/schedule/service';
import { useSandbox } from '@/lib/sync/testing';
import { runSync } from '@/lib/sync/service';
import type { Connector } from '@/lib/connectors/kit';
import { sql } from '@/lib/platform/sql';

useTestDatabase();
const sandbox = useSandbox();

const SLOTS = 8;

/**
 * A worker in this process, with X as told; answers which workspace each sync that began was for.
 */
async function workAs(x: Connector): Promise<string[]> {
  const began: string[] = [];
  await (
    await jobs()
  ).work(
    syncJob,
    (payload, { signal }) => {
      began.push(payload.workspace_id);
      return runSync(payload, signal, { connector: () => x });
    },
    { slots: SLOTS, caps: {} },
  );
  return began;
}

const tickAll = async (): Promise<void> => {
  while ((await tick()).more) {
    /* the rest */
  }
};

afterEach(async () => {
  await stopJobs(5_000);
  await db.query(`
    TRUNCATE stream_parents, pending_items, connections, sync_runs, stream_runs, stream_checkpoints,
      quarantined_records, credentials, oauth_states
    CASCADE`);
});

it(
  'a tenant with many connections hardly delays the others',
  async () => {
    const big = scale(5_000, 400),
      others = scale(50, 20),
      each = 10;
    // The big tenant is the latest of all: first come, first served would have everybody wait for it.
    const [crowd] = await dueHandles(
      [big, ...Array.from({ length: others }, () => each)],
      [3_600, ...Array.from({ length: others }, () => 60)],
    );
    await tickAll();
    const began = await workAs(profileOnly(1_000_000, 1_000));
    await until(
      'the others are done',
      () => began.filter((w) => w !== crowd).length,
      (n) => n === others * each,
      onEngine(120_000),
      100,
    );
    const last = began.findLastIndex((w) => w !== crowd) + 1;
    const delay = last / (others * each) - 1;
    expect(delay).toBeLessThanOrEqual(0.1);
    await until('all are done', waitingRuns, (n) => n === 0, onEngine(240_000), 250);
    measured(
      '10 fairness',
      `${big} connections of one tenant due before ${others * each} of ` +
        `${others} others: the others' last began as number ${last}, ` +
        `${(delay * 100).toFixed(1)} % later than without it`,
    );
  },
  onEngine(400_000),
);

it(
  'after an outage all that is due is done without passing the limit',
  async () => {
    const due = scale(10_000, 300),
      limit = scale(150, 60);
    await dueHandles(
      Array.from({ length: 20 }, () => due / 20),
      Array.from({ length: 20 }, () => 3_600),
    );
    const calls = () => sandbox.current.sandbox.control.requests('x').total;
    const before = calls();
    sandbox.current.sandbox.control.limits({ off: true });
    const seen: [number, number][] = [];
    let going = true;
    const watch = (async () => {
      while (going) {
        seen.push([performance.now(), calls()]);
        await pause(20);
      }
    })();
    const from = performance.now();
    await tickAll();
    await workAs(profileOnly(limit, 1_000));
    await until('all are done', waitingRuns, (n) => n === 0, onEngine(300_000), 100);
    const seconds = (performance.now() - from) / 1_000;
    going = false;
    await watch;
    let most = 0;
    for (let a = 0, b = 0; b < seen.length; b++) {
      while (seen[b]![0] - seen[a]![0] > 1_000) a++;
      most = Math.max(most, seen[b]![1] - seen[a]![1]);
    }
    expect(calls() - before).toBe(due);
    expect(most).toBeLessThanOrEqual(limit);
    const {
      rows: [row],
    } = await db.query<{ done: number; needs_reauth: number; spread: number }>(sql`
    SELECT (SELECT count(*)::int FROM sync_runs WHERE status = 'completed') AS done,
      count(needs_reauth_at)::int AS needs_reauth,
      (max(next_sync_at) - min(next_sync_at) > interval '2 hours')::int AS spread
    FROM connections`);
    expect(row).toEqual({ done: due, needs_reauth: 0, spread: 1 });
    measured(
      '10 herd',
      `${due} due at once: done in ${seconds.toFixed(0)} s, at most ${most} calls in any second of ${limit} allowed`,
    );
  },
  onEngine(400_000),
);
