import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { db } from '@/lib/platform/db';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectHubSpot, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();

const KILLS = 10;
const RECORDS = 20_000;

function startWorker(): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'lib/worker/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', DATABASE_URL: env().DATABASE_URL, INLET_ENCRYPTION_KEY: env().INLET_ENCRYPTION_KEY, SESSION_SECRET: env().SESSION_SECRET, SANDBOX_URL: sandbox.current.url, VITEST: '' },
  });
}

const until = async <T>(read: () => Promise<T>, good: (value: T) => boolean, within_ms: number): Promise<T> => {
  const end = performance.now() + within_ms;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (performance.now() > end) throw new Error(`did not happen within ${within_ms} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
};
const gone = (child: ChildProcess) => new Promise<void>((resolve) => { if (child.exitCode !== null || child.signalCode !== null) resolve(); else child.once('exit', () => resolve()); });

it(`loses and doubles nothing when the worker is killed at ${KILLS} random points`, async () => {
  // Replay a failure with INLET_SEED=<seed>.
  const seed = Number(process.env.INLET_SEED ?? randomInt(2 ** 31));
  let state = seed;
  const random = () => { state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff; return state / 0x7fffffff; };
  process.stdout.write(`kill test seed ${seed}\n`);

  const account = `bulk-${RECORDS}`;
  const principal = await makePrincipal(await makeWorkspace());
  sandbox.current.sandbox.control.fault({ provider: 'hubspot', account, kind: 'slow', delay_ms: 12 });
  const id = await connectHubSpot(principal, account);
  const run = async () => (await db.query<{ status: string; records_read: number; records_created: number; records_updated: number; epoch: number }>('SELECT status, records_read, records_created, records_updated, epoch FROM sync_runs WHERE connection_id = $1', [id])).rows[0]!;

  let worker = startWorker();
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const { records_read, epoch } = await run();
      const threshold = records_read + Math.floor(random() * 1_900);
      await until(run, (r) => r.epoch > epoch && r.status === 'running' && r.records_read >= threshold, 60_000);
      await new Promise((resolve) => { setTimeout(resolve, random() * 60); });
      worker.kill('SIGKILL');
      await gone(worker);
      worker = startWorker();
    }
    sandbox.current.sandbox.control.clearFaults();
    const end = await until(run, (r) => r.status !== 'pending' && r.status !== 'running', 60_000);
    expect(end).toMatchObject({ status: 'completed', records_updated: 0 });
    const { rows: [counts] } = await db.query<{ stored: number; contacts: string[] }>(`SELECT count(*)::int AS stored, array_agg(external_id ORDER BY external_id) FILTER (WHERE stream = 'contacts') AS contacts FROM records WHERE connection_id = $1`, [id]);
    expect(counts!.contacts).toEqual(sandbox.current.sandbox.control.records({ provider: 'hubspot', account, stream: 'contacts' }).live.map((r) => r.id).sort());
    expect(end.records_created).toBe(counts!.stored);
    expect(end.epoch).toBe(KILLS + 1);
  } finally {
    worker.kill('SIGTERM');
    await gone(worker);
  }
}, 300_000);
