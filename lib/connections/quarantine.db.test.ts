import { beforeEach, expect, it } from 'vitest';
import { findConnector } from '@/lib/catalog/service';
import {
  getConnection,
  listQuarantine,
  listRuns,
  retryQuarantine,
  startSync,
} from '@/lib/connections/service';
import type { Connector } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { errorCode, freshPipedrive, useSandbox, work as workAs } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let principal: UserPrincipal;
let id: string;
beforeEach(async () => {
  ({ principal, id } = await freshPipedrive(sandbox, 60));
});

const control = () => sandbox.current.sandbox.control;
const pipedrive = findConnector('pipedrive')!;
/**
 * Pipedrive as an earlier version of the connector might have read it: some persons come out
 * damaged.
 */
const damaging = (damage: (item: { id: number; name: string }) => Json): Connector => ({
  ...pipedrive,
  streams: pipedrive.streams.map((s) =>
    s.name === 'persons'
      ? { ...s, transform: (item) => damage(item as { id: number; name: string }) }
      : s,
  ),
});
const work = (connector: Connector = pipedrive) => workAs(id, undefined, () => connector);
const list = (more: { stream?: string; cursor?: string; limit?: number } = {}) =>
  listQuarantine(principal, { id, limit: 50, ...more });
const stored = async (external_id: string) =>
  (
    await db.query<{ data: { name: string } }>(sql`
      SELECT data
      FROM records
      WHERE connection_id = ${id} AND stream = ${'persons'} AND external_id = ${external_id}`)
  ).rows[0]?.data;

const noId7 = damaging((item) => {
  if (item.id === 7) throw new Error('it speaks in riddles');
  return item;
});

it('one bad record is quarantined with its reason; the others are stored, and everybody says so', async () => {
  await work(noId7);
  const [run] = (await listRuns(principal, { id, limit: 1 })).runs;
  expect(run).toMatchObject({ status: 'completed', records_failed: 1 });
  expect(await getConnection(principal, { id })).toMatchObject({
    health: 'degraded',
    quarantined: 1,
    health_detail: {
      action: 'review_quarantine',
      cause: '1 record could not be stored and is in quarantine.',
    },
  });
  const { records, total } = await list();
  expect(total).toBe(1);
  expect(records[0]).toMatchObject({
    stream: 'persons',
    label: 'People',
    external_id: '7',
    reason: 'it speaks in riddles',
    run_id: run!.id,
    payload_truncated: false,
  });
  expect(JSON.parse(records[0]!.payload!)).toMatchObject({ id: 7 });

  expect(await retryQuarantine(principal, { id })).toEqual({
    retried: 1,
    resolved: 1,
    failed: 0,
    remaining: 0,
  });
  expect(await stored('7')).toMatchObject({ id: 7 });
  expect(await getConnection(principal, { id })).toMatchObject({
    health: 'healthy',
    quarantined: 0,
    records_total: 72,
  });
  expect((await list()).records).toEqual([]);
});

const BAD_NAMES: Record<number, string> = { 9: 'a\ud800b', 11: 'a\u0000b' };

it('what the database refuses keeps its content as text; a retry says why it still cannot be stored', async () => {
  await work(
    damaging((item) =>
      item.id in BAD_NAMES ? { ...item, name: BAD_NAMES[item.id as number]! } : item,
    ),
  );
  const { records } = await list();
  expect(new Set(records.map((r) => r.external_id))).toEqual(new Set(['11', '9']));
  const of = (external_id: string) => records.find((r) => r.external_id === external_id)!;
  expect(of('9').reason).toMatch(/surrogate/);
  expect(of('11').reason).toMatch(/NUL/);
  // Of 9 it is the provider's item that is kept, and that is good; of 11 let it be what had been
  // made of it.
  await db.query(sql`
    UPDATE quarantined_records
    SET payload = ${JSON.stringify({ record: JSON.stringify({ id: 11, name: 'a\u0000b' }) })}
    WHERE id = ${of('11').id}`);
  expect((await list()).records.find((r) => r.external_id === '11')!.payload).toBe(
    '{"id":11,"name":"a\\u0000b"}',
  );
  expect(await retryQuarantine(principal, { id, ids: records.map((r) => r.id) })).toEqual({
    retried: 2,
    resolved: 1,
    failed: 1,
    remaining: 1,
  });
  expect((await list()).records).toMatchObject([
    { external_id: '11', reason: 'it contains a NUL character, which the database cannot store' },
  ]);
});

it('a later sync that stores it or finds it gone resolves it; newer bad content replaces older', async () => {
  await work(
    damaging((item) => {
      if (item.id <= 3) throw new Error('first');
      return item;
    }),
  );
  expect((await list()).total).toBe(3);
  control().mutate({ provider: 'pipedrive', account: 'bulk-60', stream: 'persons', update: 1 });
  await startSync(principal, { id, full_sync: true, streams: ['persons'] });
  await work(
    damaging((item) => {
      if (item.id === 1) throw new Error('second');
      if (item.id === 3) throw new Error('first');
      return item;
    }),
  );
  expect((await list()).records.map((r) => `${r.external_id} ${r.reason}`).sort()).toEqual([
    '1 second',
    '3 first',
  ]);
  expect(await getConnection(principal, { id })).toMatchObject({ quarantined: 2 });
  control().mutate({
    provider: 'pipedrive',
    account: 'bulk-60',
    stream: 'persons',
    delete: 1,
    ids: ['3'],
  });
  await startSync(principal, { id, full_sync: true, streams: ['persons'] });
  await work();
  expect((await list()).records).toEqual([]);
  expect(await getConnection(principal, { id })).toMatchObject({
    health: 'healthy',
    quarantined: 0,
  });
});

it('pages through many, by stream; a retry of all goes through all of them', async () => {
  await work(
    damaging((item) => {
      if (item.id > 50) throw new Error('too late');
      return item;
    }),
  );
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list({ stream: 'persons', limit: 4, ...(cursor ? { cursor } : {}) });
    expect(page.total).toBe(10);
    seen.push(...page.records.map((r) => r.external_id!));
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  expect(seen.map(Number).sort((a, b) => a - b)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  expect(await list({ stream: 'deals' })).toMatchObject({ records: [], total: 0 });
  expect(await list({ cursor: 'nonsense' }).catch(errorCode)).toBe('invalid_cursor');
  expect(await retryQuarantine(principal, { id })).toEqual({
    retried: 10,
    resolved: 10,
    failed: 0,
    remaining: 0,
  });
});

it('a large content is cut in the answer; an id with a NUL stops nothing', async () => {
  await work(
    damaging((item) => {
      if (item.id === 3) return { ...item, id: 'a\u0000b' } as Json;
      if (item.id === 4) return { ...item, name: 'x'.repeat(20_000) + '\u0000' };
      return item;
    }),
  );
  const { records } = await list();
  expect(records).toHaveLength(2);
  await db.query(sql`
    UPDATE quarantined_records
    SET payload = jsonb_build_object('item', repeat('x', 9000))
    WHERE connection_id = ${id} AND external_id = '4'`);
  const large = (await list()).records.find((r) => r.external_id === '4')!;
  expect(large.payload).toHaveLength(4_000);
  expect(large.payload_truncated).toBe(true);
});

it('not while a sync runs, not for a stranger, and only what is quarantined', async () => {
  await work(noId7);
  await startSync(principal, { id, full_sync: false, streams: [] });
  expect(await retryQuarantine(principal, { id }).catch(errorCode)).toBe('sync_in_progress');
  await work();
  expect(await retryQuarantine(principal, { id, ids: [id] }).catch(errorCode)).toBe('not_found');
  const stranger = await makePrincipal(await makeWorkspace());
  expect(await listQuarantine(stranger, { id, limit: 5 }).catch(errorCode)).toBe(
    'connection_not_found',
  );
  expect(await retryQuarantine(stranger, { id }).catch(errorCode)).toBe('connection_not_found');
});
