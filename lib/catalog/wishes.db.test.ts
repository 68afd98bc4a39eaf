import { beforeEach, expect, test } from 'vitest';
import {
  forgetTrouble,
  getCatalog,
  listWishes,
  requestConnector,
  wishForConnector,
  withdrawWish,
} from '@/lib/catalog/service';
import type { Principal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();
beforeEach(forgetTrouble);

const entry = async (principal: Principal, type: string) =>
  (await getCatalog(principal, {})).connectors.find((c) => c.type === type)!;

test('who asks to be told is remembered, alone, until they take it back', async () => {
  const workspace = await makeWorkspace();
  const [mine, other] = [await makePrincipal(workspace), await makePrincipal(workspace)];
  for (let i = 0; i < 2; i++) await wishForConnector(mine, { type: 'Circleback' });
  expect((await entry(mine, 'circleback')).wished).toBe(true);
  expect((await entry(other, 'circleback')).wished).toBe(false);
  await withdrawWish(mine, { type: 'circleback' });
  expect((await entry(mine, 'circleback')).wished).toBe(false);
});

test('an app that is missing is counted by people, however it is written, and seen with what for', async () => {
  const one = await makePrincipal(await makeWorkspace());
  const two = await makePrincipal(await makeWorkspace());
  const app = `Zebra ${newId().slice(-6)}`;
  expect(await requestConnector(one, { name: app, note: 'Support.' })).toMatchObject({ votes: 1 });
  expect(await requestConnector(one, { name: app.toUpperCase() })).toMatchObject({ votes: 1 });
  expect(await requestConnector(two, { name: app.toLowerCase() })).toMatchObject({
    votes: 2,
    existing_type: null,
  });
  const { wishes } = await listWishes();
  expect(wishes.find((wish) => wish.name === app)).toMatchObject({
    connector_type: null,
    votes: 2,
    workspaces: 2,
    askers: [
      { name: two.name, email: two.email, workspace: 'Acme' },
      { name: one.name, email: one.email, workspace: 'Acme' },
    ],
    notes: ['Support.'],
  });
});

test('what the catalog has is named, not kept', async () => {
  const me = await makePrincipal(await makeWorkspace());
  expect(await requestConnector(me, { name: 'hubspot' })).toEqual({
    name: 'HubSpot',
    existing_type: 'hubspot',
    votes: 0,
  });
  expect(await requestConnector(me, { name: 'Twitter' })).toMatchObject({ existing_type: 'x' });
});

test('a provider has trouble when two connections and half of them failed by its doing', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const connection = async (status: string, reason: string | null) => {
    const [id, run_id] = [newId(), newId()];
    await db.query(sql`
      INSERT INTO connections (workspace_id, id, connector_type, name, status, scope,
        external_account_id, last_run_id)
      VALUES (${me.workspace.id}, ${id}, 'aircall', ${id}, 'connected', 'business', ${id}, ${run_id})`);
    await db.query(sql`
      INSERT INTO sync_runs (workspace_id, id, connection_id, status, sync_type, triggered_by,
        error_reason, finished_at)
      VALUES (${me.workspace.id}, ${run_id}, ${id}, ${status}, 'incremental', 'schedule', ${reason},
        now())`);
  };
  const trouble = async () => {
    forgetTrouble();
    return (await entry(me, 'aircall')).trouble;
  };
  await connection('failed', 'transient');
  await connection('failed', 'auth');
  expect(await trouble()).toBeNull();
  await connection('partial', 'transient');
  expect(await trouble()).toContain('Aircall has trouble now');
  for (let i = 0; i < 3; i++) await connection('completed', null);
  expect(await trouble()).toBeNull();
});
