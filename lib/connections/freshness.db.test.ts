import { expect, it } from 'vitest';
import { getFreshness, listConnections } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { SORTS } from '@/lib/contract/state';
import { newId } from '@/lib/platform/ids';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();

async function connection(
  { workspace }: UserPrincipal,
  {
    name = 'A HubSpot',
    type = 'hubspot',
    status = 'connected',
    synced_days = null as number | null,
  },
): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, last_synced_at
    )
    VALUES (
      ${workspace.id}, ${id}, ${type}, ${name}, ${status}, 'business', ${id},
      now() - make_interval(days => ${synced_days})
    )`);
  return id;
}

async function run(
  { workspace }: UserPrincipal,
  connection_id: string,
  minutes_ago: number,
  status: string,
  { created = 0, streams = {} as Record<string, string> } = {},
): Promise<void> {
  const id = newId();
  await db.query(sql`
    INSERT INTO sync_runs (
      workspace_id, id, connection_id, status, sync_type, triggered_by, records_created, created_at,
      started_at
    )
    VALUES (
      ${workspace.id}, ${id}, ${connection_id}, ${status}, 'incremental', 'schedule', ${created},
      now() - make_interval(mins => ${minutes_ago}), now() - make_interval(mins => ${minutes_ago})
    )`);
  for (const [stream, outcome] of Object.entries(streams))
    await db.query(sql`
      INSERT INTO stream_runs (workspace_id, run_id, stream, position, status, records_created)
      VALUES (${workspace.id}, ${id}, ${stream}, 0, ${outcome}, ${created})`);
}

it('runs that ended alike are one mark, until one ends otherwise or was missed', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const id = await connection(me, {});
  for (const at of [1_700, 1_690]) await run(me, id, at, 'completed', { created: 5 });
  // Nothing for hours: longer than anybody was promised.
  for (const at of [300, 290, 280]) await run(me, id, at, 'completed', { created: 2 });
  for (const at of [270, 260]) await run(me, id, at, 'failed');
  await run(me, id, 255, 'cancelled');
  await run(me, id, 250, 'partial', { created: 1 });
  const { marks, changed, promise_ms } = await getFreshness(me, { id });
  expect(marks.map((m) => [m.outcome, m.runs, m.changed])).toEqual([
    ['completed', 2, 10],
    ['completed', 3, 6],
    ['failed', 2, 0],
    ['partial', 1, 1],
  ]);
  expect(changed).toBe(7); // the first two are of the day before
  expect(promise_ms).toBeGreaterThan(0);
  expect(Date.parse(marks[1]!.to) - Date.parse(marks[1]!.from)).toBeCloseTo(20 * 60_000, -3);
});

it('each stream has its own line, and what arrived its quarters', async () => {
  const me = await makePrincipal(await makeWorkspace());
  const id = await connection(me, {});
  await run(me, id, 40, 'partial', {
    created: 3,
    streams: { deals: 'completed', contacts: 'failed' },
  });
  await run(me, id, 5, 'completed', {
    created: 4,
    streams: { deals: 'completed', contacts: 'completed' },
  });
  const { streams, arrivals } = await getFreshness(me, { id });
  const of = (name: string) =>
    streams.find((s) => s.stream === name)!.marks.map((m) => [m.outcome, m.runs]);
  expect(of('contacts')).toEqual([
    ['failed', 1],
    ['completed', 1],
  ]);
  expect(of('tickets')).toEqual([]);
  expect(arrivals.map((a) => a.changed)).toEqual([3, 4]);
});

it('a list tells it of every connection it holds, and of no other workspace', async () => {
  const [me, other] = [
    await makePrincipal(await makeWorkspace()),
    await makePrincipal(await makeWorkspace()),
  ];
  const [a, b] = [await connection(me, {}), await connection(me, {})];
  const theirs = await connection(other, {});
  await run(me, a, 5, 'completed');
  await run(other, theirs, 5, 'completed');
  const { freshness } = await listConnections(me, { counts: false, freshness: true });
  expect(Object.keys(freshness!).sort()).toEqual([a, b].sort());
  expect(freshness![a]!.marks).toHaveLength(1);
  expect(freshness![b]!.marks).toHaveLength(0);
  expect((await listConnections(me, { counts: false })).freshness).toBeUndefined();
});

it('every order is kept from page to page: each connection once, none left out', async () => {
  const me = await makePrincipal(await makeWorkspace());
  for (const [i, status] of ['connected', 'error', 'paused', 'disconnected', 'connected'].entries())
    for (const type of ['hubspot', 'x'])
      await connection(me, {
        name: ['b', 'A', 'ä', 'b|c', '0'][i],
        type,
        status,
        synced_days: i === 1 ? null : i,
      });
  for (const sort of SORTS) {
    const whole = (await listConnections(me, { counts: false, sort })).connections.map((c) => c.id);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listConnections(me, { counts: false, sort, limit: 3, cursor });
      paged.push(...page.connections.map((c) => c.id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(paged, sort).toEqual(whole);
    expect(new Set(whole).size, sort).toBe(10);
  }
  const names = (await listConnections(me, { counts: false, sort: 'name' })).connections;
  expect(names.map((c) => c.name)).toEqual(['0', '0', 'A', 'A', 'b', 'b', 'b|c', 'b|c', 'ä', 'ä']);
  const { next_cursor } = await listConnections(me, { counts: false, sort: 'name', limit: 1 });
  await expect(
    listConnections(me, { counts: false, sort: 'app', cursor: next_cursor! }),
  ).rejects.toMatchObject({ code: 'invalid_cursor' });
});
