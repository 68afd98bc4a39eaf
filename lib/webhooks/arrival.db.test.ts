import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createConnection } from '@/lib/connections/service';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';
import { setupWebhook } from '@/lib/webhooks/service';
import { lastRun, record } from '@/lib/webhooks/testing/effects';
import { useReceiver } from '@/lib/webhooks/testing/server';
import { startWorker, stopWorker } from '@/lib/worker/start';

useTestDatabase();
const sandbox = useSandbox();
useReceiver();
beforeAll(startWorker);
afterAll(stopWorker);

/** What somebody may wait for a change to be here. A busy machine is given more, and says how long. */
const PATIENCE_MS = 15_000;

it('a change at the provider is here in a moment, without waiting for the schedule', async () => {
  const { control } = sandbox.current.sandbox;
  const principal = await makePrincipal(await makeWorkspace());
  const { connection } = await createConnection(principal, {
    connector_type: 'stripe',
    api_key: 'rk_test_sandbox_globex',
    sync_immediately: true,
  });
  const { id } = connection!;
  await vi.waitFor(async () => expect(await lastRun(id)).toMatchObject({ status: 'completed' }), {
    timeout: 60_000,
  });
  await setupWebhook(principal, { provider: 'stripe', connection_id: id, fields: {} });

  const target = { provider: 'stripe', account: 'globex', stream: 'customers' };
  const changed_at = performance.now();
  const [made] = control.mutate({ ...target, create: 1 }).created;
  await vi.waitFor(
    async () => expect(await record(id, 'customers', made!)).toMatchObject({ gone: false }),
    { timeout: PATIENCE_MS, interval: 20 },
  );
  const took_ms = Math.round(performance.now() - changed_at);
  expect(await lastRun(id)).toMatchObject({ triggered_by: 'webhook' });
  process.stdout.write(`a change at the provider was here after ${took_ms} ms\n`);
});
