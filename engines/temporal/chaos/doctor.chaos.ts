import { afterAll, afterEach, expect, inject, it } from 'vitest';
import { endAll, startWorker } from '@/chaos/fixtures/processes';
import { until } from '@/chaos/fixtures/scale';
import { checkSystem } from '@/lib/operations/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';
import { SETTINGS, startTemporal, type TemporalServer } from '@/scripts/temporal';

useTestDatabase();
const sandbox = useSandbox();
const { command } = inject('temporal');
let server: TemporalServer | undefined;
afterEach(async () => {
  await endAll();
  await server?.stop();
  server = undefined;
  await db.query(sql`DELETE FROM workers`);
});
afterAll(() => endAll());

/** The levels and words of the checks about the engine, as a worker with these settings tells them. */
async function told(
  env: Record<string, string>,
  wanted: Record<string, string>,
): Promise<Record<string, string>> {
  startWorker({ sandbox_url: sandbox.current.url, env });
  const read = async () =>
    Object.fromEntries(
      (await checkSystem({ ask_providers: false })).checks
        .filter(({ id }) => id.startsWith('job_engine'))
        .map(({ id, level }) => [id.replace(/^job_engine\.?/, ''), level]),
    );
  return until(
    JSON.stringify(wanted),
    read,
    (levels) => JSON.stringify(levels) === JSON.stringify(wanted),
    45_000,
    250,
  );
}

const WELL = { server: 'ok', namespace: 'ok', stops: 'ok', queue: 'ok', fairness: 'ok' };
const ENDS_POLLS = 'frontend.enableCancelWorkerPollsOnShutdown';
const { 'matching.enableFairness': _, ...ONE_PIECE } = SETTINGS;
const { [ENDS_POLLS]: ends, ...FAIR_ONLY } = SETTINGS;

it('the doctor tells what the workers see of the server, in any process', async () => {
  expect(
    (await checkSystem({ ask_providers: false })).checks.find(({ id }) => id === 'job_engine'),
  ).toMatchObject({ level: 'not_checked' });
  server = await startTemporal(command);
  await told({ TEMPORAL_ADDRESS: server.address }, WELL);
});

it.each([
  ['in several pieces', { [ENDS_POLLS]: ends }],
  ['in order of arrival', ONE_PIECE],
])('the doctor warns of a server that gives no turns: %s', async (_name, settings) => {
  server = await startTemporal(command, { settings });
  await told({ TEMPORAL_ADDRESS: server.address }, { ...WELL, fairness: 'warn' });
});

it('the doctor warns of a server that gives tasks to workers that stop', async () => {
  server = await startTemporal(command, { settings: FAIR_ONLY });
  await told({ TEMPORAL_ADDRESS: server.address }, { ...WELL, stops: 'warn' });
});

it('the doctor names a server that does not answer, and a namespace that is not there', async () => {
  await told({ TEMPORAL_ADDRESS: '127.0.0.1:1' }, { server: 'fail' });
  await endAll();
  server = await startTemporal(command);
  await told(
    { TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'nowhere' },
    { server: 'ok', namespace: 'fail' },
  );
});
