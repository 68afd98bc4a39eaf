import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syncJob } from '@/lib/jobs/definitions';
import type { JobEngine } from '@/lib/jobs/engine';
import { outboxEngine } from '@/lib/jobs/outbox/engine';
import type { Executor, Runs } from '@/lib/jobs/outbox/executor';
import {
  giveAgain,
  keepBusy,
  putBack,
  remove,
  setIdle,
  settle,
  take,
} from '@/lib/jobs/outbox/repository';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();
beforeEach(() => db.query(sql`DELETE FROM job_outbox`));

const web = outboxEngine();
const payloadOf = (key: string) => ({ workspace_id: key, connection_id: key, run_id: key });
/** Puts jobs in the outbox, of this group, in this order. */
async function enqueue(tx: Sql, keys: readonly string[], group?: string): Promise<void> {
  for (const [i, key] of keys.entries())
    await web.enqueue(tx, syncJob, [{ key, payload: payloadOf(key), group, priority: -i }]);
}
const ids = (n: number): string[] => Array.from({ length: n }, newId);
const taken = async (caps: Record<string, number> = {}, limit = 100): Promise<string[]> =>
  (await take('sync', caps, limit)).map(({ key }) => key).sort();

describe('a process that only enqueues', () => {
  it('puts a job in the queue exactly when its transaction commits, once a key', async () => {
    const [kept, lost] = ids(2) as [string, string];
    await transaction((tx) => enqueue(tx, [kept, kept]));
    await expect(
      transaction(async (tx) => {
        await enqueue(tx, [lost]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await enqueue(db, [kept]);
    expect(await web.lag()).toMatchObject({ waiting: 1, active: 0 });
    expect(await taken()).toEqual([kept]);
  });

  it('says that it cannot run one', async () => {
    const run = web.work(syncJob, async () => undefined, { slots: 1, caps: {} });
    await expect(run).rejects.toThrow('start npm run worker');
  });
});

describe('what is given to the engine', () => {
  it('is of a group with a cap never more than its places, in order', async () => {
    const [capped, free] = [ids(5), ids(3)];
    await enqueue(db, capped, 'x');
    await enqueue(db, free, 'y');
    expect(await taken({ x: 2 })).toEqual([...capped.slice(0, 2), ...free].sort());
    expect(await taken({ x: 2 })).toEqual([]);
    await remove('sync', capped[0]!);
    expect(await taken({ x: 2 })).toEqual([capped[2]]);
    await putBack('sync', [capped[2]!]); // the engine may have it: its place stays taken
    expect(await taken({ x: 2 })).toEqual([capped[2]]);
  });

  it('is given by one of several relays', async () => {
    const keys = ids(40);
    await enqueue(db, keys.slice(0, 20), 'x');
    await enqueue(db, keys.slice(20));
    const all = await Promise.all(Array.from({ length: 8 }, () => taken({ x: 7 }, 10)));
    expect(all.flat().sort()).toEqual([...keys.slice(0, 7), ...keys.slice(20)].sort());
  });

  it('is given again when the engine was away, unless a worker has it', async () => {
    const [lost, busy] = ids(2) as [string, string];
    await enqueue(db, [lost, busy]);
    await settle('sync', await taken());
    await keepBusy('sync', [busy]);
    expect(await web.lag()).toMatchObject({ waiting: 1, active: 1 });
    expect(await taken()).toEqual([]);
    await giveAgain('sync');
    expect(await taken()).toEqual([lost]);
    await setIdle('sync', busy);
    await giveAgain('sync');
    expect(await taken()).toEqual([lost, busy].sort());
  });
});

/** An engine as small as one can be: it runs what it is given at once, and can be away. */
class Direct implements Executor {
  away = false;
  #runs: Runs | undefined;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  give: Executor['give'] = async (_job, jobs) => {
    if (this.away) throw new Error('away');
    for (const { key, payload } of jobs)
      if (!this.#running.has(key)) this.#running.set(key, this.#run(key, payload));
    return new Set(jobs.map(({ key }) => key));
  };
  work: Executor['work'] = async (_job, runs) => {
    this.#runs = runs;
  };
  stop: Executor['stop'] = async () => {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  };
  look: Executor['look'] = async () => ({ reached: !this.away, findings: [] });

  async #run(key: string, payload: unknown): Promise<void> {
    for (let tried = false; !tried && !this.#stop.signal.aborted;)
      tried = await this.#runs!.run(key, payload, this.#stop.signal).then(
        () => true,
        () => false,
      );
    this.#running.delete(key);
  }
}

describe('a worker', () => {
  const executor = new Direct();
  let engine: JobEngine;
  beforeEach(() => {
    executor.away = false;
    engine = outboxEngine(executor);
  });
  afterEach(() => engine.stop(1_000));

  it('runs what waits when the engine is back, and tries again what throws', async () => {
    const keys = ids(3);
    const tries = new Map<string, number>();
    executor.away = true;
    await engine.work(
      syncJob,
      async ({ run_id }) => {
        const n = (tries.get(run_id) ?? 0) + 1;
        tries.set(run_id, n);
        if (run_id === keys[0] && n < 3) throw new Error('not yet');
      },
      { slots: 3, caps: {} },
    );
    await enqueue(db, keys);
    await engine.look();
    expect(await engine.lag()).toMatchObject({ waiting: 3 });
    executor.away = false;
    await expect
      .poll(() => engine.lag(), { timeout: 30_000 })
      .toMatchObject({ waiting: 0, active: 0 });
    expect(tries).toEqual(new Map(keys.map((key, i) => [key, i === 0 ? 3 : 1])));
  });
});
