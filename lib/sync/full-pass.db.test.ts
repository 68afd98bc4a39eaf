import { describe, expect, it } from 'vitest';
import { onePage, pages, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { API, MINUTE_MS, thingConnector, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

describe('a periodic full pass', () => {
  it('is made every week, and says how much the increments had missed', async () => {
    things.add('1', things.now() - 60 * MINUTE_MS);
    await things.connection.sync(thingConnector());
    things.add('late', things.now() - 30 * 24 * 60 * MINUTE_MS);
    things.add('2', things.now() - MINUTE_MS);
    expect(await things.connection.sync(thingConnector())).toMatchObject({ records_created: 1 });
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
    await things.overdue();
    expect(await things.connection.sync(thingConnector())).toMatchObject({
      status: 'completed',
      records_created: 1,
      records_missed: 1,
    });
    expect(await things.connection.stored('things')).toEqual(['1', '2', 'late']);
    expect(await things.connection.sync(thingConnector())).toMatchObject({ records_missed: 0 });
  });

  it('reconciles whatever else the stream declares', async () => {
    const listed = thingConnector({
      deletions: {
        by: 'listing',
        walk: pages({
          request: () => ({ url: `${API}/deleted` }),
          records: 'data',
          next: onePage,
        }),
      },
    });
    for (const id of ['1', '2', '3']) things.add(id, things.now() - 60 * MINUTE_MS);
    things.add('4', things.now() - MINUTE_MS);
    const good = things.provider.answer;
    things.provider.answer = (call) =>
      call.path === '/deleted' ? { body: { data: [] } } : good(call);
    await things.connection.sync(listed);
    things.all = things.all.filter((thing) => thing.id !== '2'); // erased: no listing names it
    await things.connection.sync(listed);
    expect(await things.connection.stored('things')).toEqual(['1', '2', '3', '4']);
    await things.overdue();
    expect(await things.connection.sync(listed)).toMatchObject({
      records_deleted: 1,
      records_missed: 1,
    });
    expect(await things.connection.stored('things')).toEqual(['1', '3', '4']);
    things.all.push({ id: '2', changed: things.all[0]!.changed }); // restored, with its old change time
    await things.overdue();
    expect(await things.connection.sync(listed)).toMatchObject({ records_missed: 1 });
    expect(await things.connection.stored('things')).toEqual(['1', '2', '3', '4']);
  });

  it('is made when the provider has forgotten deletions since', async () => {
    const forgetful = thingConnector({
      deletions: {
        by: 'listing',
        remembers_days: 29,
        walk: pages({
          request: () => ({ url: `${API}/deleted` }),
          records: 'data',
          next: onePage,
        }),
      },
      full_every_hours: 24 * 365,
    });
    const good = things.provider.answer;
    things.provider.answer = (call) =>
      call.path === '/deleted' ? { body: { data: [] } } : good(call);
    for (const id of ['1', '2', '3']) things.add(id, things.now() - 40 * 24 * 60 * MINUTE_MS);
    await things.connection.sync(forgetful);
    things.all = things.all.filter((thing) => thing.id !== '2');
    await things.connection.sync(forgetful);
    expect(await things.connection.stored('things')).toEqual(['1', '3']);
  });
});

describe('a merge', () => {
  it('leaves a tombstone that points to the survivor', async () => {
    const merging = thingConnector({
      merged: (record) => (text(record, 'merged') ?? '').split(';').filter((id) => id !== ''),
    });
    things.add('1');
    things.add('2');
    await things.connection.sync(merging);
    things.provider.answer = () => ({ body: { data: [{ id: '1', merged: '2;7' }] } });
    expect(await things.connection.sync(merging)).toMatchObject({
      records_updated: 1,
      records_deleted: 1,
    });
    const { rows } = await db.query(sql`
      SELECT external_id, merged_into FROM records
      WHERE connection_id = ${things.connection.id} AND deleted_at IS NOT NULL`);
    expect(rows).toEqual([{ external_id: '2', merged_into: '1' }]);
  });
});

describe('an account that looks empty', () => {
  it('keeps its records until a person says so, however few they are', async () => {
    for (let i = 0; i < 40; i++) things.add(`${i}`);
    await things.connection.sync(thingConnector());
    things.all = [];
    expect(await things.connection.sync(thingConnector(), { full: true })).toMatchObject({
      records_deleted: 0,
    });
    expect(await things.connection.stored('things')).toHaveLength(40);
    const { rows } = await db.query<{ held: Json }>(
      sql`SELECT sweep_held AS held FROM connections WHERE id = ${things.connection.id}`,
    );
    expect(rows[0]!.held).toMatchObject({ things: { would_delete: 40, of: 40 } });
  });
});
