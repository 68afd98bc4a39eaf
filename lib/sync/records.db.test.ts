import { describe, expect, it } from 'vitest';
import { byPageToken, pages, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { fakeConnector } from '@/lib/sync/fixtures/provider';
import { API, listingOf, thingConnector, thingStream, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

describe('numbers', () => {
  it('keep their digits from the wire to the table', async () => {
    const raw =
      '{"data":[{"id":1234567890123456789012345,"amount":0.1000000000000000055},' +
      '{"id":1234567890123456789012346,"amount":1e400}]}';
    things.provider.answer = () => ({ body: null, raw });
    await things.connection.sync(thingConnector({ incremental: undefined }));
    expect(await things.connection.stored('things')).toEqual([
      '1234567890123456789012345',
      '1234567890123456789012346',
    ]);
    const { rows } = await db.query<{ data: string }>(sql`
      SELECT data::text AS data FROM records WHERE connection_id = ${things.connection.id} ORDER BY 1`);
    expect(rows[0]!.data).toBe(
      '{"id": 1234567890123456789012345, "amount": 0.1000000000000000055}',
    );
  });
});

describe('a record that cannot be stored', () => {
  it('nested thousands of levels deep is quarantined alone', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    things.provider.answer = () => ({
      body: null,
      raw: `{"data":[{"id":"1"},{"id":"deep","x":${deep}},{"id":"2"}]}`,
    });
    const run = await things.connection.sync(thingConnector({ incremental: undefined }));
    expect(run).toMatchObject({ status: 'completed', records_created: 2, records_failed: 1 });
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
  });

  it('whose transform overflows is quarantined alone', async () => {
    const recursive = (value: Json): Json => (value === null ? null : [recursive([value])]);
    things.add('1');
    const run = await things.connection.sync(
      thingConnector({ transform: (item) => (text(item, 'id') === '1' ? recursive(item) : item) }),
    );
    expect(run).toMatchObject({ status: 'completed', records_failed: 1 });
  });
});

describe('text that the database cannot hold, outside a record', () => {
  const NUL = 'a\\u0000b';
  const HALF = '\\ud83d';

  it.each([NUL, HALF])(
    'as a page token (%s) ends the stream with a reason, not the run',
    async (t) => {
      const paged = thingConnector({
        incremental: undefined,
        full: pages({
          request: ({ page }) => ({ url: `${API}/paged`, query: { page: page ?? undefined } }),
          records: 'data',
          next: byPageToken('next'),
        }),
      });
      things.override('/paged', { body: null, raw: `{"data":[{"id":"1"}],"next":"${t}"}` });
      const run = await things.connection.sync(paged);
      expect(run).toMatchObject({ status: 'failed', error_reason: 'unknown' });
      expect(run.error_message).toMatch(/page position that holds/);
    },
  );

  it.each([NUL, HALF])('as an id that is gone (%s) is passed over', async (t) => {
    things.override('/things', { body: { data: [{ id: '1' }, { id: '2' }, { id: '3' }] } });
    things.override('/deleted', { body: null, raw: `{"data":[{"id":"${t}"},{"id":"2"}]}` });
    const listed = thingConnector({
      incremental: undefined,
      deletions: { by: 'listing', walk: listingOf('deleted') },
    });
    await things.connection.sync(listed);
    things.override('/things', { body: { data: [{ id: '1' }, { id: '3' }] } });
    expect(await things.connection.sync(listed)).toMatchObject({ status: 'completed' });
    expect(await things.connection.stored('things')).toEqual(['1', '3']);
  });

  it.each([NUL, HALF])('as a bookmark (%s) ends the stream with a reason', async (t) => {
    things.override('/things', { body: null, raw: `{"data":[{"id":"1"}],"token":"${t}"}` });
    const feed = thingConnector({
      incremental: { walk: listingOf('things'), bookmark: { by: 'last_page', path: 'token' } },
    });
    expect(await things.connection.sync(feed)).toMatchObject({ status: 'failed' });
  });

  it.each([NUL, HALF])('as an error message (%s) is told without it', async (t) => {
    things.override('/things', { status: 400, body: null, raw: `{"message":"no${t}pe"}` });
    const refusing = fakeConnector([thingStream({ incremental: undefined })], {
      errors: [{ when: { status: 400 }, then: 'fail', message: 'Said: {message}', source: 'test' }],
    });
    const run = await things.connection.sync(refusing);
    expect(run).toMatchObject({ status: 'failed' });
    expect(run.error_message).toMatch(/Said: no/);
  });
});
