import { benchEngine } from '@/bench/engine';
import { rssOf } from '@/bench/load';
import { findTemporal, startTemporal } from '@/scripts/temporal';

/** Sync starts a second that Temporal has to reach on two cores beside its server. */
const AT_LEAST = 30;

/** `npm run bench -- --engine temporal`: the start of jobs, beside a development server in memory. */
await benchEngine(async () => {
  const found = findTemporal(console.log);
  if ('why' in found) throw new Error(`There is no Temporal server: ${found.why}.`);
  const server = await startTemporal(found.command);
  Object.assign(process.env, { JOB_ENGINE: 'temporal', TEMPORAL_ADDRESS: server.address });
  const { provideExecutor } = await import('@/lib/jobs/service');
  const { temporalExecutor } = await import('../src/executor.ts');
  provideExecutor(temporalExecutor);
  return {
    at_least: AT_LEAST,
    lines: () => [
      { what: '  Temporal server', measured: `${Math.round(rssOf(server.process.pid!))} MB` },
    ],
    stop: () => server.stop(),
  };
});
