import { beforeEach, expect, it } from 'vitest';
import { getConnection, startSync } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let principal: UserPrincipal;
let id: string;
const control = () => sandbox.current.sandbox.control;

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
  id = (await connectPipedrive(principal, bulkKey(10))).id;
});

const limited = async (retry_after: number): Promise<void> => {
  control().fault({ provider: 'pipedrive', kind: '429', retry_after });
  await work(id);
  expect(await getConnection(principal, { id })).toMatchObject({ health: 'rate_limited' });
};
const ask = () => startSync(principal, { id, full_sync: false, streams: [] });

it('a short wait is sat out, whoever asks', async () => {
  await limited(600);
  expect(await ask().catch(errorCode)).toBe('not_syncable');
});

it('a long wait may be tried by a person: one call, and the wait goes on when it is refused', async () => {
  await limited(7_200);
  await ask();
  const before = control().requests('pipedrive').total;
  await work(id);
  expect(control().requests('pipedrive').total - before).toBe(1);
  expect(await getConnection(principal, { id })).toMatchObject({ health: 'rate_limited' });
});

it('a long wait that the provider has forgotten is over', async () => {
  await limited(7_200);
  control().clearFaults();
  await ask();
  await work(id);
  expect(await getConnection(principal, { id })).toMatchObject({ health: 'healthy' });
});

it.each([999_999_999, 1e20])('a wait of %i seconds is not believed', async (retry_after) => {
  await limited(retry_after).catch(() => undefined);
  const { health_detail } = await getConnection(principal, { id });
  const wait_ms = Date.parse(health_detail.retry_at ?? new Date().toISOString()) - Date.now();
  expect(wait_ms).toBeLessThanOrEqual(24 * 3_600_000);
});
