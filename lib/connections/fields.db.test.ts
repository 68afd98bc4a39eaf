import { expect, it } from 'vitest';
import { listFields } from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { errorCode } from '@/lib/sync/testing';

useTestDatabase();

interface Stored {
  data: object;
  deleted?: boolean;
}

/** A connection whose deals changed in this order, counted as the writer counts. */
async function connection(
  { workspace }: UserPrincipal,
  deals: readonly Stored[],
  owner: string | null = null,
): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, owner_user_id, external_account_id
    )
    VALUES (
      ${workspace.id}, ${id}, 'pipedrive', 'Deals', 'connected',
      ${owner === null ? 'business' : 'personal'}, ${owner}, ${id}
    )`);
  for (const [at, { data, deleted }] of deals.entries())
    await db.query(sql`
      INSERT INTO records (
        workspace_id, connection_id, stream, external_id, entity, data, hash, deleted_at
      )
      VALUES (
        ${workspace.id}, ${id}, 'deals', ${String(at)}, 'opportunities', ${JSON.stringify(data)},
        '', CASE WHEN ${deleted === true}::boolean THEN now() END
      )`);
  const live = deals.filter((deal) => !deal.deleted).length;
  await db.query(sql`
    INSERT INTO stream_counts (workspace_id, connection_id, stream, entity, live)
    VALUES (${workspace.id}, ${id}, 'deals', 'opportunities', ${live})`);
  return id;
}

const me = async () => makePrincipal(await makeWorkspace());
const of = (...data: object[]): Stored[] => data.map((one) => ({ data: one }));

it('says what came, what went and what changed its type, inside objects too', async () => {
  const principal = await me();
  const id = await connection(principal, [
    ...of({ id: 1, old: 'x', value: 5, person: { name: 'Ada' } }),
    ...of({ id: 2, old: null, value: 6, person: null }),
    { data: { id: 3, tombstone: true }, deleted: true },
    ...of({ id: 4, value: '7 EUR', person: { name: 'Eve', phone: '1' } }),
    ...of({ id: 5, value: 8, stage: 'won', person: {} }),
  ]);
  const { newest, oldest, fields } = await listFields(principal, { id, stream: 'deals' });
  expect([newest.records, oldest.records]).toEqual([2, 2]);
  expect(Date.parse(oldest.to!)).toBeLessThanOrEqual(Date.parse(newest.from!));
  expect(fields.map(({ path, state }) => `${state} ${path}`)).toEqual([
    'new person.phone',
    'new stage',
    'gone old',
    'retyped value',
    'kept id',
    'kept person',
    'kept person.name',
  ]);
  expect(fields.find(({ path }) => path === 'value')).toEqual({
    path: 'value',
    types: ['number', 'string'],
    types_before: ['number'],
    newest: 2,
    oldest: 2,
    state: 'retyped',
  });
});

it('a value that was never there before is no other type, and one record is no comparison', async () => {
  const principal = await me();
  const id = await connection(principal, of({ id: 1, closed: null }, { id: 2, closed: 'today' }));
  const { fields } = await listFields(principal, { id, stream: 'deals' });
  expect(fields.map(({ path, state }) => `${state} ${path}`)).toEqual(['kept closed', 'kept id']);
  const alone = await connection(principal, of({ id: 1, name: 'x' }));
  const one = await listFields(principal, { id: alone, stream: 'deals' });
  expect([one.newest.records, one.oldest.records]).toEqual([1, 0]);
  expect(one.fields.every(({ state }) => state === 'kept')).toBe(true);
  expect(one.fields).toHaveLength(2);
});

it('of a stream that was not read yet there is nothing; one that is not there is refused', async () => {
  const principal = await me();
  const id = await connection(principal, []);
  expect(await listFields(principal, { id, stream: 'persons' })).toEqual({
    stream: 'persons',
    newest: { records: 0, from: null, to: null },
    oldest: { records: 0, from: null, to: null },
    fields: [],
  });
  expect(await listFields(principal, { id, stream: 'nope' }).catch(errorCode)).toBe(
    'unknown_stream',
  );
});

it('is for whom its records are for', async () => {
  const owner = await me();
  const id = await connection(owner, of({ id: 1 }), owner.user_id);
  expect((await listFields(owner, { id, stream: 'deals' })).fields).toHaveLength(1);
  const colleague = await makePrincipal(owner.workspace, { role: 'admin' });
  expect(await listFields(colleague, { id, stream: 'deals' }).catch(errorCode)).toBe('forbidden');
  expect(await listFields(await me(), { id, stream: 'deals' }).catch(errorCode)).toBe(
    'connection_not_found',
  );
});
