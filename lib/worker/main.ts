import { env } from '@/lib/platform/env';
import { boot } from '@/lib/worker/boot';
import { serveMetrics } from '@/lib/worker/metrics-server';

/** A process that only syncs: `npm run worker`. */
await boot({ work: true, listen });
process.stdout.write('Inlet worker is running. Stop it with Ctrl+C.\n');

async function listen(): Promise<void> {
  const { METRICS_PORT, METRICS_HOST } = env();
  if (METRICS_PORT === undefined) return;
  await serveMetrics(METRICS_PORT, METRICS_HOST).catch((error: unknown) => {
    throw new Error(
      `METRICS_PORT ${METRICS_PORT} on ${METRICS_HOST} cannot be listened on ` +
        `(${(error as NodeJS.ErrnoException).code ?? String(error)}). Take another.`,
    );
  });
}
