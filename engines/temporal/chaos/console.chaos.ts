import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, expect, inject, it } from 'vitest';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { each, measured, scale, until } from '@/chaos/fixtures/scale';
import { allSame, connectMany, ended, lastRun, sizes, sync } from '@/chaos/fixtures/world';
import { env } from '@/lib/platform/env';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
afterAll(() => endAll());

const RUNS = scale(20, 4);
const SLOTS = RUNS / 2;
/** Slow enough that none ends before it is cancelled. */
const PAGE_MS = 1_000;
const AT_ONCE = 5;
const STOPS_MS = scale(10_000, 20_000);
const { command, address } = inject('temporal');

/** As somebody at Temporal's own console does. */
const cancel = (run_id: string) => {
  const id = `${env().TEMPORAL_TASK_QUEUE}/sync/${run_id}`;
  const words = ['workflow', 'cancel', '--address', address, '--workflow-id', id];
  return promisify(execFile)(command, words);
};

it(`${RUNS} workflows cancelled in Temporal's console end as cancelled runs, running or waiting`, async () => {
  control().fault({ provider: 'hubspot', kind: 'slow', delay_ms: PAGE_MS });
  const links = await connectMany('hubspot', sizes(3_000, RUNS));
  const worker = startWorker({ sandbox_url: sandbox.current.url, slots: SLOTS });
  const runs = () => Promise.all(links.map(({ id }) => lastRun(id)));
  await until(
    'half of them at work',
    runs,
    (all) => all.filter(({ status }) => status === 'running').length === SLOTS,
    60_000,
  );
  const times: number[] = [];
  await each(links, AT_ONCE, async (link) => {
    const { id } = await lastRun(link.id);
    const from = performance.now();
    const asked = () =>
      cancel(id).then(
        () => true,
        () => false, // its workflow is not there yet
      );
    await until('its workflow', asked, Boolean, 20_000);
    await until('its end', () => lastRun(link.id), ended, 60_000);
    times.push(performance.now() - from);
  });
  for (const run of await runs()) expect(run).toMatchObject({ status: 'cancelled' });
  control().clearFaults();
  for (const link of links) await sync(link);
  await until('the next runs', runs, (all) => all.every(ended), 120_000, 250);
  for (const run of await runs()) expect(run).toMatchObject({ status: 'completed' });
  await allSame(control(), links);
  worker.signal('SIGTERM');
  expect(await worker.gone).toBe(0);
  const slowest = Math.max(...times);
  expect(slowest).toBeLessThan(STOPS_MS);
  measured(
    '11 cancel',
    `${RUNS} workflows cancelled in Temporal's console: runs cancelled within ` +
      `${(slowest / 1000).toFixed(1)} s; the next ended with exactly the provider’s records`,
  );
}, 300_000);
