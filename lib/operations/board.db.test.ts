import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { checkSystem } from '@/lib/operations/service';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectHubSpot, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();
const check = async (id: string) =>
  (await checkSystem({ ask_providers: false })).checks.find((c) => c.id === id)!;

beforeAll(async () => {
  const principal = await makePrincipal(await makeWorkspace());
  await work((await connectPipedrive(principal, bulkKey(40))).id);
  await work(await connectHubSpot(principal, 'acme'));
});

it('lists the providers that are connected to, and says when one has trouble', async () => {
  expect(await check('providers')).toMatchObject({
    level: 'ok',
    finding: '2 providers are connected to.',
    facts: [
      { label: 'HubSpot', value: '1 connection' },
      { label: 'Pipedrive', value: '1 connection' },
    ],
  });
  const workspace = await makeWorkspace();
  const fails = async () => {
    const [id, run] = [randomUUID(), randomUUID()];
    await db.query(sql`
      INSERT INTO connections (
        workspace_id, id, connector_type, name, status, scope, external_account_id, last_run_id
      )
      VALUES (${workspace.id}, ${id}, 'aircall', 'Calls', 'error', 'business', ${id}, ${run})`);
    await db.query(sql`
      INSERT INTO sync_runs (
        workspace_id, id, connection_id, status, sync_type, triggered_by, error_reason, finished_at
      )
      VALUES (
        ${workspace.id}, ${run}, ${id}, 'failed', 'full', 'schedule', 'transient', now()
      )`);
  };
  await fails();
  expect(await check('providers')).toMatchObject({ level: 'ok' }); // whose trouble is it?
  await fails();
  expect(await check('providers')).toMatchObject({
    level: 'warn',
    finding: 'Aircall: most syncs of the last hour failed there.',
    facts: expect.arrayContaining([
      { label: 'Aircall', value: '2 connections, 2 of 2 failed within the hour' },
    ]),
  });
  await db.query(sql`DELETE FROM workspaces WHERE id = ${workspace.id}`);
});

it('says how much there is, and when a workspace has used up its requests', async () => {
  const facts = async () =>
    Object.fromEntries((await check('usage')).facts.map(({ label, value }) => [label, value]));
  expect(await facts()).toMatchObject({
    Connections: '2',
    'Syncs in 24 hours': '2',
    'Requests all keys of a workspace may make': '6,000 a minute',
    'Most requests of a workspace this minute': '0',
  });
  expect((await facts()).Records).toMatch(/^[\d,]{3,}$/);
  await db.query(sql`
    INSERT INTO request_budgets (key, began_at, used)
    VALUES ('workspace/busy', now(), 6000), ('workspace/before', now() - interval '1 hour', 9000)`);
  expect(await facts()).toMatchObject({ 'Most requests of a workspace this minute': '6,000' });
  expect(await check('usage')).toMatchObject({ level: 'warn' });
  await db.query(sql`DELETE FROM request_budgets`);
});

it('shows the addresses providers see, where they are said', async () => {
  expect(await check('egress')).toMatchObject({ level: 'not_checked' });
  env().EGRESS_ADDRESSES = '203.0.113.7, 198.51.100.0/24';
  expect(await check('egress')).toMatchObject({
    level: 'ok',
    facts: [
      { label: 'Address', value: '203.0.113.7' },
      { label: 'Address', value: '198.51.100.0/24' },
    ],
  });
  env().EGRESS_ADDRESSES = '';
});
