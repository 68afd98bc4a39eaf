import { describe, expect, it } from 'vitest';
import { byPageToken, onePage, pages } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { useTestDatabase } from '@/lib/platform/testing';
import { type FakeAnswer } from '@/lib/sync/fixtures/provider';
import { API, MINUTE_MS, thingConnector, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

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
    things.add('1', things.now() - 5 * MINUTE_MS);
    await things.connection.sync(thingConnector());
    const before = await things.bookmark();
    things.add('2');
    const good = things.provider.answer;
    things.provider.answer = (call) => (call.path === '/things' ? answer : good(call));
    expect(await things.connection.sync(thingConnector())).toMatchObject({ status: 'failed' });
    expect(await things.bookmark()).toBe(before);
    things.provider.answer = good;
    expect(await things.connection.sync(thingConnector())).toMatchObject({ status: 'completed' });
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
  });

  it.each(shapeless)('%s is no empty listing in a full pass', async (_, answer) => {
    things.add('1');
    things.add('2');
    await things.connection.sync(thingConnector());
    const good = things.provider.answer;
    things.provider.answer = (call) => (call.path === '/things' ? answer : good(call));
    const run = await things.connection.sync(thingConnector(), { full: true });
    expect(run).toMatchObject({ status: 'failed', records_deleted: 0, error_reason: 'unknown' });
    expect(run.error_message).toMatch(/without the list “data”/);
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
  });

  it('once, between good ones, costs nothing', async () => {
    things.add('1');
    const good = things.provider.answer;
    let asked = 0;
    things.provider.answer = (call) => (asked++ === 0 ? { body: {} } : good(call));
    expect(await things.connection.sync(thingConnector())).toMatchObject({
      status: 'completed',
      records_created: 1,
    });
  });

  it('a list that is missing is empty where the answer proves it, and nowhere else', async () => {
    const absent = thingConnector({
      full: pages({
        request: () => ({ url: `${API}/things` }),
        records: 'data',
        empty_when: { body: { total: 0 }, why: 'the provider leaves an empty list out' },
        next: onePage,
      }),
      incremental: undefined,
    });
    for (const body of [{ total: 0 }, { total: 0, data: null }] as Json[]) {
      things.provider.answer = () => ({ body });
      expect(await things.connection.sync(absent)).toMatchObject({ status: 'completed' });
    }
    for (const raw of [
      'null',
      '"ok"',
      '{}',
      '{"data":null}',
      '{"total":1}',
      '{"total":"0"}',
      '{"total":0,"data":{}}',
    ]) {
      things.provider.answer = () => ({ body: null, raw });
      expect(await things.connection.sync(absent)).toMatchObject({ status: 'failed' });
    }
  });

  it('a mistyped path of the records fails the stream instead of reading nothing', async () => {
    things.add('1');
    const mistyped = thingConnector({
      full: pages({ request: () => ({ url: `${API}/things` }), records: 'dta', next: onePage }),
    });
    expect(await things.connection.sync(mistyped)).toMatchObject({
      status: 'failed',
      records_read: 0,
    });
  });

  it('in the middle of a walk keeps what was read and goes on there', async () => {
    const listing = pages({
      request: ({ page }) => ({ url: `${API}/paged`, query: { page: page ?? undefined } }),
      records: 'data',
      next: byPageToken('next'),
    });
    const paged = thingConnector({ full: listing, incremental: undefined });
    const page = (n: number): FakeAnswer => ({
      body: { data: [{ id: `p${n}` }], ...(n < 4 ? { next: String(n + 1) } : {}) },
    });
    things.provider.answer = ({ query }) =>
      query.get('page') === '3' ? { body: {} } : page(Number(query.get('page') ?? 1));
    expect(await things.connection.sync(paged)).toMatchObject({ status: 'failed' });
    expect(await things.connection.stored('things')).toEqual(['p1', 'p2']);
    things.provider.answer = ({ query }) => page(Number(query.get('page') ?? 1));
    things.provider.calls.length = 0;
    expect(await things.connection.sync(paged)).toMatchObject({ status: 'completed' });
    expect(things.provider.calls.map((call) => call.query.get('page'))).toEqual(['3', '4']);
    expect(await things.connection.stored('things')).toEqual(['p1', 'p2', 'p3', 'p4']);
  });
});
