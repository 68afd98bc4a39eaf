import { beforeEach, describe, expect, it } from 'vitest';
import { byCursor, defineStream, onePage, pages, text, type Stream } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  connectFake,
  fakeConnector,
  useFakeProvider,
  type FakeAnswer,
  type FakeConnection,
} from '@/lib/sync/fixture';

useTestDatabase();
const provider = useFakeProvider();

const API = 'https://api.fake.example';

/** A provider of things with change times, by a clock of its own. */
interface Thing {
  id: string;
  changed: number;
}
let things: Thing[];
/** What the search shows: everything, unless a test says otherwise. */
let shown: (thing: Thing) => boolean;
/** The provider's clock, ahead of ours by so many milliseconds. */
let offset_ms: number;
let connection: FakeConnection;

const MINUTE_MS = 60_000;
const now = (): number => Date.now() + offset_ms;
const itemOf = ({ id, changed }: Thing): Json => ({ id, changed: new Date(changed).toISOString() });

beforeEach(async () => {
  things = [];
  shown = () => true;
  offset_ms = 0;
  provider.calls.length = 0;
  provider.answer = ({ path, query }): FakeAnswer => {
    const headers = { date: new Date(now()).toUTCString() };
    if (path === '/me') return { headers, body: { id: 'me' } };
    const since = query.has('since') ? Date.parse(query.get('since')!) : -Infinity;
    const data = things.filter((thing) => thing.changed >= since && shown(thing)).map(itemOf);
    return { headers, body: { data } };
  };
  connection = await connectFake((await makeWorkspace()).id);
});

const stream = (more: Partial<Stream> = {}): Stream =>
  defineStream({
    name: 'things',
    label: 'Things',
    entity: 'reference',
    description: 'Things that change',
    id: 'id',
    full: pages({ request: () => ({ url: `${API}/things` }), records: 'data', next: onePage }),
    incremental: {
      walk: pages({
        request: ({ since }) => ({ url: `${API}/things`, query: { since: since ?? undefined } }),
        records: 'data',
        next: onePage,
      }),
      bookmark: { by: 'time', changed_at: 'changed', overlap_seconds: 60 },
    },
    deletions: { by: 'full_pass' },
    ...more,
  });
const connector = (more: Partial<Stream> = {}) => fakeConnector([stream(more)]);

const bookmark = async (): Promise<string | null> => {
  const { rows } = await db.query<{ since: string | null }>(sql`
    SELECT cursor->>'since' AS since FROM stream_checkpoints WHERE connection_id = ${connection.id}`);
  return rows[0]?.since ?? null;
};
const add = (id: string, changed = now()): void => {
  things = [...things.filter((thing) => thing.id !== id), { id, changed }];
};

describe('an answer that cannot be judged', () => {
  const shapeless: [string, FakeAnswer][] = [
    ['an error with a good status', { body: { success: false, error: 'oops', data: null } }],
    ['an empty object', { body: {} }],
    ['a list where an object belongs', { body: [] }],
    ['null', { body: null, raw: 'null' }],
    ['a text', { body: '"ok"' }],
    ['a number', { body: 7, raw: '7' }],
    ['good words alone', { body: { success: true } }],
    ['the list as an object', { body: { data: {} } }],
    ['the list as a text', { body: { data: 'none' } }],
    ['the list one level too deep', { body: { data: { data: [] } } }],
  ];

  it.each(shapeless)('%s moves no bookmark in an incremental pass', async (_, answer) => {
    add('1', now() - 5 * MINUTE_MS);
    await connection.sync(connector());
    const before = await bookmark();
    add('2');
    const good = provider.answer;
    provider.answer = (call) => (call.path === '/things' ? answer : good(call));
    expect(await connection.sync(connector())).toMatchObject({ status: 'failed' });
    expect(await bookmark()).toBe(before);
    provider.answer = good;
    expect(await connection.sync(connector())).toMatchObject({ status: 'completed' });
    expect(await connection.stored('things')).toEqual(['1', '2']);
  });

  it.each(shapeless)('%s is no empty listing in a full pass', async (_, answer) => {
    add('1');
    add('2');
    await connection.sync(connector());
    const good = provider.answer;
    provider.answer = (call) => (call.path === '/things' ? answer : good(call));
    const run = await connection.sync(connector(), { full: true });
    expect(run).toMatchObject({ status: 'failed', records_deleted: 0, error_reason: 'unknown' });
    expect(run.error_message).toMatch(/without the list “data”/);
    expect(await connection.stored('things')).toEqual(['1', '2']);
  });

  it('once, between good ones, costs nothing', async () => {
    add('1');
    const good = provider.answer;
    let asked = 0;
    provider.answer = (call) => (asked++ === 0 ? { body: {} } : good(call));
    expect(await connection.sync(connector())).toMatchObject({
      status: 'completed',
      records_created: 1,
    });
  });

  it('a list that may be absent is empty, in an object only', async () => {
    const absent = connector({
      full: pages({
        request: () => ({ url: `${API}/things` }),
        records: 'data',
        may_be_absent: 'the provider leaves an empty list out',
        next: onePage,
      }),
      incremental: undefined,
    });
    for (const body of [{}, { data: null }] as Json[]) {
      provider.answer = () => ({ body });
      expect(await connection.sync(absent)).toMatchObject({ status: 'completed' });
    }
    for (const raw of ['null', '"ok"', '{"data":{}}']) {
      provider.answer = () => ({ body: null, raw });
      expect(await connection.sync(absent)).toMatchObject({ status: 'failed' });
    }
  });

  it('a mistyped path of the records fails the stream instead of reading nothing', async () => {
    add('1');
    const mistyped = connector({
      full: pages({ request: () => ({ url: `${API}/things` }), records: 'dta', next: onePage }),
    });
    expect(await connection.sync(mistyped)).toMatchObject({ status: 'failed', records_read: 0 });
  });

  it('in the middle of a walk keeps what was read and goes on there', async () => {
    const listing = pages({
      request: ({ page }) => ({ url: `${API}/paged`, query: { page: page ?? undefined } }),
      records: 'data',
      next: byCursor('next'),
    });
    const paged = connector({ full: listing, incremental: undefined });
    const page = (n: number): FakeAnswer => ({
      body: { data: [{ id: `p${n}` }], ...(n < 4 ? { next: String(n + 1) } : {}) },
    });
    provider.answer = ({ query }) =>
      query.get('page') === '3' ? { body: {} } : page(Number(query.get('page') ?? 1));
    expect(await connection.sync(paged)).toMatchObject({ status: 'failed' });
    expect(await connection.stored('things')).toEqual(['p1', 'p2']);
    provider.answer = ({ query }) => page(Number(query.get('page') ?? 1));
    provider.calls.length = 0;
    expect(await connection.sync(paged)).toMatchObject({ status: 'completed' });
    expect(provider.calls.map((call) => call.query.get('page'))).toEqual(['3', '4']);
    expect(await connection.stored('things')).toEqual(['p1', 'p2', 'p3', 'p4']);
  });
});

describe('the bookmark', () => {
  it.each([-3 * MINUTE_MS, 3 * MINUTE_MS, -2 * 3_600_000])(
    'misses nothing of a provider whose clock is %i ms from ours',
    async (ms) => {
      offset_ms = ms;
      add('1', now() - MINUTE_MS * 10);
      await connection.sync(connector());
      add('2');
      await connection.sync(connector());
      add('3');
      await connection.sync(connector());
      expect(await connection.stored('things')).toEqual(['1', '2', '3']);
    },
  );

  it('misses nothing of an index that lags behind, however long nothing else changes', async () => {
    add('1', now() - 20 * MINUTE_MS);
    await connection.sync(connector());
    add('2', now() - 5 * MINUTE_MS);
    shown = (thing) => thing.id !== '2';
    for (let i = 0; i < 3; i++) await connection.sync(connector());
    shown = () => true;
    await connection.sync(connector());
    expect(await connection.stored('things')).toEqual(['1', '2']);
  });

  it('stands where it stood when a pass meets nothing', async () => {
    add('1', now() - 20 * MINUTE_MS);
    await connection.sync(connector());
    const before = await bookmark();
    expect(before).toBe(new Date(things[0]!.changed).toISOString());
    things = [];
    await connection.sync(connector());
    expect(await bookmark()).toBe(before);
  });

  it('is not led away by a change time that lies ahead', async () => {
    add('1', now() - 20 * MINUTE_MS);
    add('odd', Date.parse('9999-01-01T00:00:00Z'));
    add('early', Date.parse('0001-01-01T00:00:00Z'));
    await connection.sync(connector());
    expect(await bookmark()).toBe(new Date(things[0]!.changed).toISOString());
    add('2');
    await connection.sync(connector());
    expect(await connection.stored('things')).toEqual(['1', '2', 'early', 'odd']);
  });

  it('without change times every pass is a full one: nothing is proved', async () => {
    add('1');
    const blind = connector({
      incremental: {
        walk: stream().incremental!.walk,
        bookmark: { by: 'time', changed_at: 'nowhere', overlap_seconds: 60 },
      },
    });
    await connection.sync(blind);
    expect(await bookmark()).toBeNull();
    add('2', 1);
    await connection.sync(blind);
    expect(await connection.stored('things')).toEqual(['1', '2']);
  });
});

describe('a periodic full pass', () => {
  const overdue = async (): Promise<void> => {
    await db.query(sql`
      UPDATE stream_checkpoints
      SET cursor = jsonb_set(cursor, '{full_at}', to_jsonb(now() - interval '15 days'))
      WHERE connection_id = ${connection.id}`);
  };

  it('is made every week, and says how much the increments had missed', async () => {
    add('1', now() - 60 * MINUTE_MS);
    await connection.sync(connector());
    add('late', now() - 30 * 24 * 60 * MINUTE_MS);
    add('2', now() - MINUTE_MS);
    expect(await connection.sync(connector())).toMatchObject({ records_created: 1 });
    expect(await connection.stored('things')).toEqual(['1', '2']);
    await overdue();
    expect(await connection.sync(connector())).toMatchObject({
      status: 'completed',
      records_created: 1,
      records_missed: 1,
    });
    expect(await connection.stored('things')).toEqual(['1', '2', 'late']);
    expect(await connection.sync(connector())).toMatchObject({ records_missed: 0 });
  });

  it('reconciles whatever else the stream declares', async () => {
    const listed = connector({
      deletions: {
        by: 'listing',
        walk: pages({
          request: () => ({ url: `${API}/deleted` }),
          records: 'data',
          next: onePage,
        }),
      },
    });
    for (const id of ['1', '2', '3']) add(id, now() - 60 * MINUTE_MS);
    add('4', now() - MINUTE_MS);
    const good = provider.answer;
    provider.answer = (call) => (call.path === '/deleted' ? { body: { data: [] } } : good(call));
    await connection.sync(listed);
    things = things.filter((thing) => thing.id !== '2'); // erased: no listing names it
    await connection.sync(listed);
    expect(await connection.stored('things')).toEqual(['1', '2', '3', '4']);
    await overdue();
    expect(await connection.sync(listed)).toMatchObject({ records_deleted: 1, records_missed: 1 });
    expect(await connection.stored('things')).toEqual(['1', '3', '4']);
    things.push({ id: '2', changed: things[0]!.changed }); // restored, with its old change time
    await overdue();
    expect(await connection.sync(listed)).toMatchObject({ records_missed: 1 });
    expect(await connection.stored('things')).toEqual(['1', '2', '3', '4']);
  });

  it('is made when the provider has forgotten deletions since', async () => {
    const forgetful = connector({
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
    const good = provider.answer;
    provider.answer = (call) => (call.path === '/deleted' ? { body: { data: [] } } : good(call));
    for (const id of ['1', '2', '3']) add(id, now() - 40 * 24 * 60 * MINUTE_MS);
    await connection.sync(forgetful);
    things = things.filter((thing) => thing.id !== '2');
    await connection.sync(forgetful);
    expect(await connection.stored('things')).toEqual(['1', '3']);
  });
});

describe('a merge', () => {
  it('leaves a tombstone that points to the survivor', async () => {
    const merging = connector({
      merged: (record) => (text(record, 'merged') ?? '').split(';').filter((id) => id !== ''),
    });
    add('1');
    add('2');
    await connection.sync(merging);
    provider.answer = () => ({ body: { data: [{ id: '1', merged: '2;7' }] } });
    expect(await connection.sync(merging)).toMatchObject({
      records_updated: 1,
      records_deleted: 1,
    });
    const { rows } = await db.query(sql`
      SELECT external_id, merged_into FROM records
      WHERE connection_id = ${connection.id} AND deleted_at IS NOT NULL`);
    expect(rows).toEqual([{ external_id: '2', merged_into: '1' }]);
  });
});

describe('an account that looks empty', () => {
  it('keeps its records until a person says so, however few they are', async () => {
    for (let i = 0; i < 40; i++) add(`${i}`);
    await connection.sync(connector());
    things = [];
    expect(await connection.sync(connector(), { full: true })).toMatchObject({
      records_deleted: 0,
    });
    expect(await connection.stored('things')).toHaveLength(40);
    const { rows } = await db.query<{ held: Json }>(
      sql`SELECT sweep_held AS held FROM connections WHERE id = ${connection.id}`,
    );
    expect(rows[0]!.held).toMatchObject({ things: { would_delete: 40, of: 40 } });
  });
});

describe('numbers', () => {
  it('keep their digits from the wire to the table', async () => {
    const raw =
      '{"data":[{"id":1234567890123456789012345,"amount":0.1000000000000000055},' +
      '{"id":1234567890123456789012346,"amount":1e400}]}';
    provider.answer = () => ({ body: null, raw });
    await connection.sync(connector({ incremental: undefined }));
    expect(await connection.stored('things')).toEqual([
      '1234567890123456789012345',
      '1234567890123456789012346',
    ]);
    const { rows } = await db.query<{ data: string }>(sql`
      SELECT data::text AS data FROM records WHERE connection_id = ${connection.id} ORDER BY 1`);
    expect(rows[0]!.data).toBe(
      '{"id": 1234567890123456789012345, "amount": 0.1000000000000000055}',
    );
  });
});

describe('a record that cannot be stored', () => {
  it('nested thousands of levels deep is quarantined alone', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    provider.answer = () => ({
      body: null,
      raw: `{"data":[{"id":"1"},{"id":"deep","x":${deep}},{"id":"2"}]}`,
    });
    const run = await connection.sync(connector({ incremental: undefined }));
    expect(run).toMatchObject({ status: 'completed', records_created: 2, records_failed: 1 });
    expect(await connection.stored('things')).toEqual(['1', '2']);
  });

  it('whose transform overflows is quarantined alone', async () => {
    const recursive = (value: Json): Json => [recursive(value)];
    add('1');
    const run = await connection.sync(
      connector({ transform: (item) => (text(item, 'id') === '1' ? recursive(item) : item) }),
    );
    expect(run).toMatchObject({ status: 'completed', records_failed: 1 });
  });
});

describe('a refused credential', () => {
  it('at one address, while the account answers, fails the stream alone', async () => {
    add('1');
    await connection.sync(connector());
    const good = provider.answer;
    provider.answer = (call) =>
      call.path === '/things' ? { status: 401, body: { error: 'no' } } : good(call);
    const other = fakeConnector([
      stream(),
      stream({
        name: 'others',
        full: pages({ request: () => ({ url: `${API}/others` }), records: 'data', next: onePage }),
        incremental: undefined,
      }),
    ]);
    expect(await connection.sync(other)).toMatchObject({ status: 'partial', error_reason: 'auth' });
    const { rows } = await db.query<{ needs: Date | null }>(
      sql`SELECT needs_reauth_at AS needs FROM connections WHERE id = ${connection.id}`,
    );
    expect(rows[0]!.needs).toBeNull();
  });

  it('everywhere is tried again by itself three times, then waits for a person', async () => {
    provider.answer = () => ({ status: 401, body: { error: 'no' } });
    const due = async () => {
      const { rows } = await db.query<{ minutes: number | null; needs: boolean }>(sql`
        SELECT round(extract(epoch FROM next_sync_at - now()) / 60)::int AS minutes,
          needs_reauth_at IS NOT NULL AS needs
        FROM connections WHERE id = ${connection.id}`);
      return rows[0]!;
    };
    for (const minutes of [15, 60, 360, null]) {
      await connection.sync(connector(), { by: 'schedule' });
      expect(await due()).toEqual({ minutes, needs: true });
    }
    provider.answer = () => ({ body: { data: [] } });
    expect(await connection.sync(connector(), { by: 'schedule' })).toMatchObject({
      status: 'completed',
    });
    expect(await due()).toMatchObject({ needs: false });
  });
});
