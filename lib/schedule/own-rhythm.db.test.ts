import { beforeEach, describe, expect, it } from 'vitest';
import { execute } from '@/lib/api/execute';
import type { Schedule } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { nextTimeOf } from '@/lib/schedule/cron';
import { tick } from '@/lib/schedule/service';
import { bulkKey, errorCode, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let owner: SignedIn;
beforeEach(async () => {
  sandbox.current.sandbox.control.reset();
  sandbox.current.sandbox.control.limits({ off: true });
  const user = await makeUser({ platform_role: 'superadmin' });
  owner = await makePrincipal(await makeWorkspace(), { user });
});

const NIGHTLY: Schedule = { cron: '30 2 * * *', timezone: 'Europe/Berlin' };
const MINUTELY: Schedule = { cron: '* * * * *', timezone: 'UTC' };
const run = <Id extends Parameters<typeof execute>[0]>(id: Id, input: object) =>
  execute(id, owner, input, { id: newId() });

async function connect(persons: number, schedule?: Schedule, more: object = {}): Promise<string> {
  const { connection } = await run('createConnection', {
    connector_type: 'pipedrive',
    api_key: bulkKey(persons),
    ...(schedule ? { schedule } : {}),
    ...more,
  });
  return connection!.id;
}

/** When it is due, and what the database's clock says. */
async function due(id: string): Promise<{ at: number; now: number }> {
  const { rows } = await db.query<{ at: number; now: number }>(sql`
    SELECT
      (extract(epoch FROM next_sync_at) * 1000)::float8 AS at,
      (extract(epoch FROM now()) * 1000)::float8 AS now
    FROM connections
    WHERE id = ${id}`);
  return rows[0]!;
}

/** Due when the schedule says next; a statement may lie between its reading and its writing. */
async function expectInRhythm(id: string, schedule: Schedule): Promise<void> {
  const { at, now } = await due(id);
  const wanted = nextTimeOf(schedule, now)!;
  expect(at).toBeGreaterThanOrEqual(wanted - 1);
  expect(at - wanted).toBeLessThan(10_000);
}

describe('a schedule of its own', () => {
  it('decides when the connection is due: once connected, and after each run', async () => {
    const id = await connect(30, NIGHTLY);
    await expectInRhythm(id, NIGHTLY);
    await work(id);
    await expectInRhythm(id, NIGHTLY);
    expect(await run('getConnection', { id })).toMatchObject({ schedule: NIGHTLY });
  });

  it('is its own alone: the others of its connector keep the cadence', async () => {
    const [own, other] = [await connect(31, NIGHTLY), await connect(32)];
    const before = await due(own);
    await run('setCadence', { type: 'pipedrive', sync_interval: '1m' });
    expect((await due(own)).at).toBe(before.at);
    const { at, now } = await due(other);
    expect(at - now).toBeLessThanOrEqual(60_000);
    await run('setCadence', { type: 'pipedrive', sync_interval: null });
  });

  it('can be given, changed and taken away later', async () => {
    const id = await connect(33);
    const changed = await run('updateConnection', { id, schedule: NIGHTLY });
    expect(changed.connection).toMatchObject({ schedule: NIGHTLY });
    await expectInRhythm(id, NIGHTLY);
    await run('updateConnection', { id, schedule: { cron: '0 12 1 * *' } });
    await expectInRhythm(id, { cron: '0 12 1 * *', timezone: 'UTC' });
    await run('updateConnection', { id, schedule: null });
    const { at, now } = await due(id);
    expect(at - now).toBeLessThan(3_600_000);
    expect(await run('getConnection', { id })).toMatchObject({ schedule: null });
  });

  it('makes a run when it is due, and not before', async () => {
    const id = await connect(34, NIGHTLY, { sync_immediately: false });
    await tick();
    expect((await run('listRuns', { id })).runs).toEqual([]);
    await db.query(sql`
      UPDATE connections
      SET next_sync_at = now() - interval '1 second'
      WHERE id = ${id}`);
    await tick();
    expect((await run('listRuns', { id })).runs).toMatchObject([{ triggered_by: 'schedule' }]);
    await work(id);
    await expectInRhythm(id, NIGHTLY);
  });

  it('tries again sooner after a failure, and never later than it is due', async () => {
    const id = await connect(35, NIGHTLY);
    sandbox.current.sandbox.control.fault({ provider: 'pipedrive', kind: '503' });
    await work(id);
    const { at, now } = await due(id);
    expect(at - now).toBeLessThan(120_000);
  });

  it('leaves a paused connection paused', async () => {
    const id = await connect(36);
    await run('pauseConnection', { id });
    await run('updateConnection', { id, schedule: MINUTELY });
    const { rows } = await db.query(sql`
      SELECT next_sync_at
      FROM connections
      WHERE id = ${id}`);
    expect(rows).toEqual([{ next_sync_at: null }]);
  });

  it('makes nobody stale who syncs as rarely as was asked', async () => {
    const weekly: Schedule = { cron: '0 9 * * 1', timezone: 'UTC' };
    const [rare, often] = [await connect(37, weekly), await connect(38)];
    for (const id of [rare, often]) await work(id);
    await db.query(sql`
      UPDATE connections
      SET last_synced_at = now() - interval '6 days'
      WHERE workspace_id = ${owner.workspace.id}`);
    expect(await run('getConnection', { id: rare })).toMatchObject({ health: 'healthy' });
    expect(await run('getConnection', { id: often })).toMatchObject({ health: 'stale' });
    const { connections } = await run('listConnections', { health: 'stale' });
    expect(connections.map(({ id }) => id)).toEqual([often]);
  });

  it.each([{ cron: '*/30 * * * * *' }, { cron: 'hourly' }, { cron: '* * * * *', timezone: 'X/Y' }])(
    'is refused when it is none: %j',
    async (schedule) => {
      const refused = { errors: [{ path: expect.stringMatching(/^schedule\./) }] };
      await expect(
        run('createConnection', { connector_type: 'pipedrive', api_key: bulkKey(39), schedule }),
      ).rejects.toMatchObject({ code: 'invalid_request', details: refused });
      const id = await connect(39);
      await expect(run('updateConnection', { id, schedule })).rejects.toMatchObject({
        code: 'invalid_request',
        details: refused,
      });
    },
  );
});

describe('collections', () => {
  it('are made, listed with what is in them, and deleted when empty', async () => {
    const { collection } = await run('createCollection', { name: 'Sales & Söhne' });
    expect(collection.id).toMatch(/^sales-so-hne-[a-z0-9]{6}$/);
    await run('createCollection', { name: 'Archive', id: 'archive' });
    const id = await connect(40, undefined, { collection: collection.id });
    expect(await run('getConnection', { id })).toMatchObject({ collection: collection.id });
    expect((await run('listCollections', {})).collections).toMatchObject([
      { id: 'archive', connections: 0 },
      { id: collection.id, name: 'Sales & Söhne', connections: 1 },
    ]);
    const { connections } = await run('listConnections', { collection: collection.id });
    expect(connections.map((one) => one.id)).toEqual([id]);
    expect((await run('listConnections', { collection: 'archive' })).connections).toEqual([]);
    const drop = () => run('deleteCollection', { id: collection.id });
    expect(await drop().catch(errorCode)).toBe('collection_not_empty');
    await run('updateConnection', { id, collection: 'archive' });
    expect(await drop()).toEqual({ id: collection.id, deleted: true });
    expect(await drop().catch(errorCode)).toBe('unknown_collection');
  });

  it('keep nobody: what is disconnected leaves with its collection', async () => {
    await run('createCollection', { name: 'Old', id: 'old' });
    const id = await connect(41, undefined, { collection: 'old' });
    await run('deleteConnection', { id });
    await run('deleteCollection', { id: 'old' });
    expect(await run('getConnection', { id })).toMatchObject({ collection: null });
  });

  it('have an id of their own, and are the workspace’s', async () => {
    await run('createCollection', { name: 'One', id: 'one' });
    const again = run('createCollection', { name: 'Two', id: 'one' });
    expect(await again.catch(errorCode)).toBe('collection_exists');
    owner = await makePrincipal(await makeWorkspace());
    expect((await run('listCollections', {})).collections).toEqual([]);
    const joined = run('createConnection', { connector_type: 'pipedrive', collection: 'one' });
    expect(await joined.catch(errorCode)).toBe('unknown_collection');
    expect(await run('deleteCollection', { id: 'one' }).catch(errorCode)).toBe(
      'unknown_collection',
    );
  });
});
