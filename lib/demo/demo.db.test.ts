import { expect, it } from 'vitest';
import { listConnections } from '@/lib/connections/service';
import { CONSENTED, KEYED } from '@/lib/demo/accounts';
import { seedDemo } from '@/lib/demo/service';
import { writeKnowledge } from '@/lib/mirror/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { tick } from '@/lib/schedule/service';
import { useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const MINUTES_5 = 300_000;

it('fills a workspace with every part of the demo', { timeout: MINUTES_5 }, async () => {
  const owner = await makePrincipal(await makeWorkspace());
  const seeded = seedDemo(owner.workspace.id);
  await workUntil(seeded, owner.workspace.id);
  expect(await seeded).toEqual([]);
  const { connections } = await listConnections(owner, { limit: 50 } as never);
  expect(Object.fromEntries(connections.map((c) => [c.name, c.health]))).toEqual({
    'Acme HubSpot': 'healthy',
    'Acme Pipedrive': 'healthy',
    '@globex': 'healthy',
    '@acme': 'stale',
    'Globex Pipedrive': 'healthy', // and paused
    'Initech HubSpot': 'degraded',
    'Wayne HubSpot': 'rate_limited',
    'Stark HubSpot': 'error',
    'Umbrella HubSpot': 'needs_reauth',
    'Globex HubSpot': 'disconnected',
    'Hooli HubSpot': 'healthy',
    'Shop orders': 'healthy',
    'Acme knowledge': 'healthy',
    'HubSpot of the new team': 'needs_reauth', // consent was never given
    // One that keeps to a small allowance of calls may be waiting for it.
    ...Object.fromEntries(
      [...CONSENTED, ...KEYED].map(([, name]) => [
        name,
        expect.stringMatching(/^(healthy|rate_limited)$/) as string,
      ]),
    ),
  });
});

/**
 * Does the work of a worker and of the schedule until the demo is filled and nothing is left to do: on
 * a busy machine an allowance of calls is full again before the rest is there.
 */
async function workUntil(seeded: Promise<unknown>, workspace_id: string): Promise<void> {
  let over = false;
  void seeded.finally(() => (over = true));
  for (;;) {
    const { rows } = await db.query<{ connection_id: string }>(sql`
      SELECT DISTINCT connection_id
      FROM sync_runs
      WHERE workspace_id = ${workspace_id} AND status IN ('pending', 'running')`);
    await Promise.all(
      rows.map(({ connection_id }) => work(connection_id, undefined, undefined, writeKnowledge)),
    );
    if (rows.length === 0 && (await tick()).started === 0 && over) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
