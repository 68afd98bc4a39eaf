import { expect, test } from 'vitest';
import { createApiKey } from '@/lib/access/api-keys';
import { authenticate } from '@/lib/access/authenticate';
import { listAuditEvents } from '@/lib/access/service';
import { execute } from '@/lib/api/execute';
import type { Input, Output } from '@/lib/client/call';
import type { OperationId } from '@/lib/contract';
import type { Principal } from '@/lib/contract/principal';
import { newId } from '@/lib/platform/ids';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, errorCode, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const run = <Id extends OperationId>(as: Principal, id: Id, input: Input<Id>) =>
  execute(id, as, input, { id: newId() }) as Promise<Output<Id>>;
const someone = async () => makePrincipal(await makeWorkspace());
const connect = async (as: Principal, persons: number, tags?: string[]) =>
  (
    await run(as, 'createConnection', {
      connector_type: 'pipedrive',
      api_key: bulkKey(persons),
      name: `Of ${persons}`,
      sync_immediately: false,
      ...(tags ? { tags } : {}),
    })
  ).connection!;
const named = async (as: Principal, input: Input<'listConnections'>) =>
  (await run(as, 'listConnections', { sort: 'name', ...input })).connections.map((c) => c.name);

test('tags are given when connecting, changed as a whole, and taken away', async () => {
  const me = await someone();
  const { id, tags } = await connect(me, 20, [' Sales', 'EMEA', 'sales']);
  expect(tags).toEqual(['emea', 'sales']);
  const { connection } = await run(me, 'updateConnection', { id, tags: ['Board', 'emea'] });
  expect(connection.tags).toEqual(['board', 'emea']);
  // What is not sent stays.
  await run(me, 'updateConnection', { id, name: 'Renamed' });
  expect((await run(me, 'getConnection', { id })).tags).toEqual(['board', 'emea']);
  await run(me, 'updateConnection', { id, tags: [] });
  expect((await run(me, 'getConnection', { id })).tags).toEqual([]);
  const { events } = await listAuditEvents(me, { limit: 50, action: 'connection.updated' });
  expect(events.map((e) => e.data)).toEqual([
    { changed: ['tags'] },
    { changed: ['name'] },
    { changed: ['tags'] },
  ]);
});

test('what is no tag is refused, and nothing is changed', async () => {
  const me = await someone();
  const { id } = await connect(me, 20, ['kept']);
  const many = Array.from({ length: 21 }, (_, n) => `t${n}`);
  for (const tags of [['x'.repeat(41)], ['a,b'], ['a\u001bb'], [''], many])
    expect(await run(me, 'updateConnection', { id, tags }).catch(errorCode)).toBe(
      'invalid_request',
    );
  expect((await run(me, 'getConnection', { id })).tags).toEqual(['kept']);
});

test('a list is kept to what has all of the tags, and says how many have each', async () => {
  const me = await someone();
  await connect(me, 20, ['emea', 'sales']);
  await connect(me, 21, ['emea']);
  await connect(me, 22);
  expect(await named(me, {})).toEqual(['Of 20', 'Of 21', 'Of 22']);
  expect(await named(me, { tag: 'EMEA' })).toEqual(['Of 20', 'Of 21']);
  expect(await named(me, { tag: 'sales, emea' })).toEqual(['Of 20']);
  expect(await named(me, { tag: 'nobody has it' })).toEqual([]);
  expect(await named(me, { q: 'sale' })).toEqual(['Of 20']);
  expect(await named(me, { tag: 'emea,' }).catch(errorCode)).toBe('invalid_request');
  const counted = await run(me, 'listConnections', { counts: true, tag: 'sales' });
  expect(counted.total).toBe(1);
  expect(counted.tags).toEqual({ emea: 2, sales: 1 });
});

test('nobody sees the tags of another workspace, nor a key those of what it does not reach', async () => {
  const me = await someone();
  const mine = await connect(me, 20, ['mine']);
  await connect(me, 21, ['not for the key']);
  const stranger = await someone();
  expect(await named(stranger, { tag: 'mine' })).toEqual([]);
  expect((await run(stranger, 'listConnections', { counts: true })).tags).toEqual({});
  const { key } = await createApiKey(me, {
    name: 'one',
    scopes: ['connections:read'],
    expires_in_days: 1,
    connection_ids: [mine.id],
  });
  const asked = await authenticate(
    new Request('http://localhost/api', { headers: { 'x-api-key': key } }),
  );
  expect((await run(asked, 'listConnections', { counts: true })).tags).toEqual({ mine: 1 });
  expect(await run(asked, 'updateConnection', { id: mine.id, tags: [] }).catch(errorCode)).toBe(
    'insufficient_scope',
  );
});
