import { expect, it } from 'vitest';
import { getConnection, startSync, tellStale } from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const told = async (id: string) => {
  const { rows } = await db.query<{ data: object }>(sql`
    SELECT data
    FROM outbox
    WHERE subject_id = ${id} AND event = 'connection.health_changed'
    ORDER BY at, id`);
  return rows.map((row) => row.data);
};
const age = (id: string, days: number) =>
  db.query(sql`
    UPDATE connections SET last_synced_at = now() - make_interval(days => ${days}::int)
    WHERE id = ${id}`);

it('that a connection has become stale is told once, and again after a good sync', async () => {
  const principal = await makePrincipal(await makeWorkspace());
  const { id } = await connectPipedrive(principal, bulkKey(2));
  await work(id);
  await tellStale();
  const before = await told(id);
  await age(id, 30);
  expect((await getConnection(principal, { id })).health).toBe('stale');
  await Promise.all([tellStale(), tellStale()]);
  await tellStale();
  const stale = { health: 'stale', was: 'healthy' };
  expect(await told(id)).toEqual([...before, stale]);

  await startSync(principal, { id, full_sync: false, streams: [] });
  await work(id);
  expect((await told(id)).at(-1)).toEqual({ health: 'healthy', was: 'stale' });
  await age(id, 30);
  await tellStale();
  expect((await told(id)).at(-1)).toEqual(stale);
});

it('one that is paused, or waits for a person, is not told of', async () => {
  const principal = await makePrincipal(await makeWorkspace());
  const changes = [
    (id: string) => db.query(sql`UPDATE connections SET status = 'paused' WHERE id = ${id}`),
    (id: string) => db.query(sql`UPDATE connections SET needs_reauth_at = now() WHERE id = ${id}`),
  ];
  for (const [i, change] of changes.entries()) {
    const { id } = await connectPipedrive(principal, bulkKey(i + 3));
    await work(id);
    await change(id);
    const before = await told(id);
    await age(id, 30);
    await tellStale();
    expect(await told(id)).toEqual(before);
  }
});
