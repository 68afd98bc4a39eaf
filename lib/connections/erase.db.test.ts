import { expect, it } from 'vitest';
import {
  createConnection,
  deleteConnection,
  eraseConnection,
  getConnection,
  listConnections,
} from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db, transaction, type Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

const actor = async () => ({
  ...(await makePrincipal(await makeWorkspace())),
  request_id: newId(),
});

async function connection({ workspace }: UserPrincipal, name: string): Promise<string> {
  const [id, run] = [newId(), newId()];
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id
    )
    VALUES (${workspace.id}, ${id}, 'pipedrive', ${name}, 'connected', 'business', ${id})`);
  await db.query(sql`
    INSERT INTO sync_runs (workspace_id, id, connection_id, status, sync_type, triggered_by)
    VALUES (${workspace.id}, ${run}, ${id}, 'completed', 'full', 'manual')`);
  for (const record of ['1', '2'])
    await db.query(sql`
      INSERT INTO records (workspace_id, connection_id, stream, external_id, entity, data, hash)
      VALUES (${workspace.id}, ${id}, 'deals', ${record}, 'opportunities', '{}', '')`);
  await db.query(sql`
    INSERT INTO stream_counts (workspace_id, connection_id, stream, entity, live)
    VALUES (${workspace.id}, ${id}, 'deals', 'opportunities', 2)`);
  return id;
}

const left = async (id: string): Promise<number> => {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT (
      (SELECT count(*) FROM connections WHERE id = ${id})
      + (SELECT count(*) FROM records WHERE connection_id = ${id})
      + (SELECT count(*) FROM sync_runs WHERE connection_id = ${id})
      + (SELECT count(*) FROM stream_counts WHERE connection_id = ${id})
    )::int AS n`);
  return rows[0]!.n;
};

it('goes with its records and its history, and leaves everybody else’s alone', async () => {
  const me = await actor();
  const [gone, kept] = [await connection(me, 'Mine'), await connection(me, 'Other')];
  const before = await left(kept);
  await deleteConnection(me, { id: gone });
  expect(await eraseConnection(me, { id: gone, name: 'Mine' })).toEqual({
    id: gone,
    erased: true,
    records_erased: 2,
  });
  expect(await left(gone)).toBe(0);
  expect(await left(kept)).toBe(before);
  await expect(getConnection(me, { id: gone })).rejects.toMatchObject({
    code: 'connection_not_found',
  });
  const { rows } = await db.query(sql`
    SELECT data
    FROM audit_events
    WHERE workspace_id = ${me.workspace.id} AND action = 'connection.erased'`);
  expect(rows).toEqual([{ data: { connector_type: 'pipedrive', name: 'Mine', records: 2 } }]);
});

/** Waits until somebody waits for the lock that `tx` holds. */
async function untilBlocked(tx: Sql): Promise<void> {
  const { rows } = await tx.query<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
  await expect
    .poll(async () => {
      const { rowCount } = await db.query(sql`
        SELECT 1
        FROM pg_stat_activity
        WHERE ${rows[0]!.pid}::int = ANY (pg_blocking_pids(pid))`);
      return rowCount;
    })
    .toBe(1);
}

it('waits for a worker in the middle of a commit, whose rows refer to the connection', async () => {
  const me = await actor();
  const id = await connection(me, 'Mine');
  await deleteConnection(me, { id });
  let erased: ReturnType<typeof eraseConnection> | undefined;
  await transaction(async (tx) => {
    await tx.query(sql`UPDATE sync_runs SET records_read = 7 WHERE connection_id = ${id}`);
    erased = eraseConnection(me, { id, name: 'Mine' });
    await untilBlocked(tx);
    await tx.query(sql`
      INSERT INTO stream_checkpoints (workspace_id, connection_id, stream)
      VALUES (${me.workspace.id}, ${id}, 'deals')`);
    await tx.query(sql`
      INSERT INTO records (workspace_id, connection_id, stream, external_id, entity, data, hash)
      VALUES (${me.workspace.id}, ${id}, 'deals', '3', 'opportunities', '{}', '')`);
  });
  expect(await erased).toMatchObject({ records_erased: 3 });
  expect(await left(id)).toBe(0);
});

it('goes even when a worker holds its records and waits for its run', async () => {
  const me = await actor();
  const id = await connection(me, 'Mine');
  await deleteConnection(me, { id });
  let erased: ReturnType<typeof eraseConnection> | undefined;
  await transaction(async (tx) => {
    await tx.query(sql`UPDATE records SET data = '{"a": 1}' WHERE connection_id = ${id}`);
    erased = eraseConnection(me, { id, name: 'Mine' });
    await untilBlocked(tx);
    await tx.query(sql`UPDATE sync_runs SET records_read = 7 WHERE connection_id = ${id}`);
  }).catch((error: unknown) => expect(error).toMatchObject({ code: '40P01' }));
  expect(await erased).toMatchObject({ records_erased: 2 });
  expect(await left(id)).toBe(0);
});

it('asks for the name, and is not for another workspace', async () => {
  const [me, other] = [await actor(), await actor()];
  const id = await connection(me, 'Mine');
  const before = await left(id);
  await expect(eraseConnection(me, { id, name: 'mine' })).rejects.toMatchObject({
    code: 'invalid_request',
  });
  await expect(eraseConnection(other, { id, name: 'Mine' })).rejects.toMatchObject({
    code: 'connection_not_found',
  });
  expect(await left(id)).toBe(before);
});

it('one that is still connected is disconnected first', async () => {
  const me = await actor();
  const id = await connection(me, 'Mine');
  const before = await left(id);
  await expect(eraseConnection(me, { id, name: 'Mine' })).rejects.toMatchObject({
    code: 'invalid_transition',
  });
  expect(await left(id)).toBe(before);
});

it('a connection that never was one goes without a trace when it is disconnected', async () => {
  const me = await actor();
  const { connection: made } = await createConnection(me, {
    connector_type: 'hubspot',
    sync_immediately: true,
  });
  await deleteConnection(me, { id: made!.id });
  expect((await listConnections(me, { counts: false })).connections).toEqual([]);
});

it('a new attempt leaves an older one its name; two clicks at once are one', async () => {
  const me = await actor();
  const begin = (name?: string) =>
    createConnection(me, { connector_type: 'hubspot', name, sync_immediately: true });
  const first = (await begin('First team')).connection!.id;
  const [second, again] = await Promise.all([begin(), begin()]);
  expect(second!.connection!.id).toBe(again!.connection!.id);
  const { connections } = await listConnections(me, { counts: false, sort: 'name' });
  expect(connections.map((c) => c.name)).toEqual(['First team', 'HubSpot']);
  expect(connections[0]!.id).toBe(first);
});
