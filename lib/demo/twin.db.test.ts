import { afterEach, expect, it } from 'vitest';
import { getSession } from '@/lib/access/service';
import { execute } from '@/lib/api/execute';
import { listConnections } from '@/lib/connections/service';
import { deleteSandboxTwin, getSetUp, putSandboxTwin } from '@/lib/demo/service';
import type { OperationId } from '@/lib/contract';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();
afterEach(() => Object.assign(env(), { SANDBOX: true }));

const APPS = ['gong', 'hubspot', 'notion', 'pipedrive', 'slack', 'x'];

/** A workspace of real accounts, with an owner and a member. */
async function live() {
  const workspace = await makeWorkspace({ mode: 'live' });
  return {
    owner: await makePrincipal(workspace),
    member: await makePrincipal(workspace, { role: 'member' }),
  };
}
const inside = (person: SignedIn, twin: { id: string; slug: string }): SignedIn => ({
  ...person,
  workspace: { ...twin, mode: 'sandbox' },
});
const run = (as: SignedIn, id: OperationId) => execute(id, as, {}, { id: newId() });

/** Every row that belongs to a workspace or to its connections, by table; what happened is history. */
async function rowsOf(workspace_id: string, connections: readonly string[]) {
  const { rows: tables } = await db.query<{ name: string; column: string }>(sql`
    SELECT table_name AS name, column_name AS column
    FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name IN ('workspace_id', 'connection_id')
      AND table_name <> 'outbox'`);
  const found: Record<string, number> = {};
  for (const { name, column } of tables) {
    const ids = column === 'workspace_id' ? [workspace_id] : connections;
    const { rows } = await db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM "${name}" WHERE "${column}"::text = ANY ($1)`,
      [ids],
    );
    if (rows[0]!.n > 0) found[`${name}.${column}`] = rows[0]!.n;
  }
  return found;
}

it('is a workspace of its own, connected to several apps, marked, and the same a second time', async () => {
  const { owner, member } = await live();
  expect(await getSetUp(owner)).toMatchObject({ sandbox: { reason: null, twin: null } });
  const made = await putSandboxTwin(owner);
  expect(made.left_out).toEqual([]);
  expect(made.connected.toSorted()).toEqual(APPS);
  expect(made.twin).toMatchObject({ mode: 'sandbox', name: expect.stringMatching(/ sandbox$/) });

  const there = await listConnections(inside(owner, made.twin), { limit: 50 } as never);
  expect(there.connections.map((c) => c.connector_type).toSorted()).toEqual(APPS);
  for (const { id, name, connector_type } of there.connections) {
    expect(name).toContain('(sandbox)');
    if (connector_type === 'pipedrive' || connector_type === 'x') await work(id);
  }
  const after = await listConnections(inside(owner, made.twin), { limit: 50 } as never);
  for (const c of after.connections) {
    const synced = c.connector_type === 'pipedrive' || c.connector_type === 'x';
    expect(c.health, c.name).toBe(synced ? 'healthy' : 'syncing');
    expect(c.records_total > 0, c.name).toBe(synced);
  }
  // Nothing of it is in the workspace itself.
  expect((await listConnections(owner, { limit: 50 } as never)).connections).toEqual([]);
  // Whoever belongs to the workspace belongs to its twin, and the twin says whose it is.
  expect((await getSession(inside(member, made.twin))).workspace).toMatchObject({
    id: made.twin.id,
    twin_of: { slug: owner.workspace.slug },
  });
  expect((await getSession(member)).workspaces.map(({ id }) => id)).toContain(made.twin.id);
  expect((await getSession(owner)).workspace.twin_of).toBeNull();

  const again = await putSandboxTwin(owner);
  expect(again).toMatchObject({ twin: made.twin, connected: [], left_out: [] });
  expect(await getSetUp(owner)).toMatchObject({
    sandbox: { twin: { id: made.twin.id, connections: APPS.length } },
  });
}, 60_000);

it('two clicks at once make one', async () => {
  const { owner } = await live();
  const both = await Promise.all([putSandboxTwin(owner), putSandboxTwin(owner)]);
  expect(both[0].twin).toEqual(both[1].twin);
  const { connections } = await listConnections(inside(owner, both[0].twin), {
    limit: 50,
  } as never);
  const connected = connections.filter((c) => c.status !== 'pending');
  expect(new Set(connected.map((c) => c.connector_type)).size).toBe(connected.length);
}, 60_000);

it('goes in one click with everything in it, and leaves the workspace alone', async () => {
  const { owner } = await live();
  const { twin } = await putSandboxTwin(owner);
  const there = await listConnections(inside(owner, twin), { limit: 50 } as never);
  const ids = there.connections.map((c) => c.id);
  await work(there.connections.find((c) => c.connector_type === 'pipedrive')!.id);
  const before = await rowsOf(owner.workspace.id, []);
  expect(Object.keys(await rowsOf(twin.id, ids)).length).toBeGreaterThan(8);

  const gone = await deleteSandboxTwin(owner);
  expect(gone).toMatchObject({ removed: true, connections: ids.length });
  expect(gone.records).toBeGreaterThan(100);
  expect(await rowsOf(twin.id, ids)).toEqual({});
  expect(await rowsOf(owner.workspace.id, [])).toEqual({
    ...before,
    'audit_events.workspace_id': before['audit_events.workspace_id']! + 1,
  });
  expect(await deleteSandboxTwin(owner)).toMatchObject({ removed: false, records: 0 });
  expect((await getSetUp(owner)).sandbox.twin).toBeNull();
}, 60_000);

it('is refused where the sandbox is off or the workspace is one itself, and to members', async () => {
  const { owner, member } = await live();
  for (const id of ['putSandboxTwin', 'deleteSandboxTwin'] as const)
    expect(await run(member, id).catch(errorCode)).toBe('forbidden');
  Object.assign(env(), { SANDBOX: false });
  expect((await getSetUp(member)).sandbox.reason).toBe('The sandbox of this installation is off.');
  expect(await putSandboxTwin(owner).catch(errorCode)).toBe('sandbox_off');
  Object.assign(env(), { SANDBOX: true });
  const sandbox = await makePrincipal(await makeWorkspace());
  expect(await putSandboxTwin(sandbox).catch(errorCode)).toBe('sandbox_off');
  expect((await getSetUp(sandbox)).sandbox.reason).toContain('a sandbox itself');
});

it('names whom to ask for an app that is not set up', async () => {
  const { member } = await live();
  const admin = await makeUser({ platform_role: 'superadmin', name: 'Grace' });
  const reader = await makeUser({ platform_role: 'member', name: 'Edsger' });
  const { platform_admins } = await getSetUp(member);
  expect(platform_admins).toContain(admin.name);
  expect(platform_admins).not.toContain(reader.name);
});
