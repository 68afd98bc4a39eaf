import { beforeEach, describe, expect, it } from 'vitest';
import { detail, sequence, text, type ErrorRule } from '@/lib/connectors/kit';
import { withStreams } from '@/lib/connectors/testing/change';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  connectFake,
  fakeConnector,
  useFakeProvider,
  type FakeConnection,
} from '@/lib/sync/fixtures/provider';
import { API, cutAt, listing, messageStream } from '@/lib/sync/fixtures/walks';

useTestDatabase();
const provider = useFakeProvider();
let connection: FakeConnection;
beforeEach(async () => {
  provider.calls.length = 0;
  connection = await connectFake((await makeWorkspace()).id);
});

describe('details', () => {
  let ready: Set<string>;
  let gone: Set<string>;
  const RULES: ErrorRule[] = [
    {
      when: { status: 404, path: /^\/transcripts\// },
      then: 'not_ready',
      message: 'The transcript is not ready yet.',
      source: 'test',
    },
    {
      when: { status: 410, path: /^\/transcripts\// },
      then: 'gone',
      message: 'The transcript was deleted.',
      source: 'test',
    },
  ];
  const calls = (later_days?: number) =>
    fakeConnector(
      [
        messageStream('transcripts', {
          full: detail({
            listing: listing('calls'),
            id: (item) => text(item, 'id')!,
            expand: async (item, { ask }) =>
              (await ask({ url: `${API}/transcripts/${text(item, 'id')}` })).body,
            width: 3,
            later_days,
          }),
          deletions: { by: 'none', why: 'calls leave the listing after a month' },
        }),
      ],
      { errors: RULES },
    );
  const due = () =>
    db.query(sql`
      UPDATE pending_items
      SET next_at = now() - interval '1 second'
      WHERE connection_id = ${connection.id}`);
  const waiting = async () =>
    (
      await db.query<{ id: string; tries: number }>(sql`
        SELECT external_id AS id, tries FROM pending_items
        WHERE connection_id = ${connection.id} ORDER BY 1`)
    ).rows;

  beforeEach(() => {
    ready = new Set(['1', '3', '4', '6']);
    gone = new Set();
    provider.answer = ({ path }) => {
      const id = path.split('/').at(-1)!;
      if (path === '/calls')
        return { body: { data: ['1', '2', '3', '4', '5', '6'].map((n) => ({ id: n })) } };
      if (gone.has(id)) return { status: 410, body: {} };
      return ready.has(id) ? { body: { id, text: `hello ${id}` } } : { status: 404, body: {} };
    };
  });

  it('that are not ready are tried again in later runs, even when no listing names them', async () => {
    expect(await connection.sync(calls())).toMatchObject({ status: 'completed' });
    expect(await connection.stored('transcripts')).toEqual(['1', '3', '4', '6']);
    expect(await waiting()).toEqual([
      { id: '2', tries: 1 },
      { id: '5', tries: 1 },
    ]);
    const all = provider.answer;
    provider.answer = (call) => (call.path === '/calls' ? { body: { data: [] } } : all(call));
    ready.add('2');
    await due();
    await connection.sync(calls());
    expect(await connection.stored('transcripts')).toEqual(['1', '2', '3', '4', '6']);
    expect(await waiting()).toEqual([{ id: '5', tries: 2 }]);
  });

  it('inside a sequence are tried again by the walk that put them off', async () => {
    const inside = withStreams(calls(), (stream) => ({
      ...stream,
      full: sequence(listing('loose'), stream.full),
    }));
    const all = provider.answer;
    provider.answer = (call) =>
      call.path === '/loose' ? { body: { data: [{ id: '0' }] } } : all(call);
    await connection.sync(inside);
    expect(await connection.stored('transcripts')).toEqual(['0', '1', '3', '4', '6']);
    expect((await waiting()).map(({ id }) => id)).toEqual(['2', '5']);
    ready.add('2');
    await due();
    await connection.sync(inside);
    expect(await connection.stored('transcripts')).toEqual(['0', '1', '2', '3', '4', '6']);
    expect((await waiting()).map(({ id }) => id)).toEqual(['5']);
  });

  it('are given up at the end of their time', async () => {
    const all = provider.answer;
    await connection.sync(calls(0));
    provider.answer = (call) => (call.path === '/calls' ? { body: { data: [] } } : all(call));
    await connection.sync(calls(0));
    expect(await waiting()).toEqual([]);
  });

  it('that are gone become tombstones', async () => {
    await connection.sync(calls());
    gone.add('3');
    expect(await connection.sync(calls())).toMatchObject({ records_deleted: 1 });
    expect(await connection.stored('transcripts')).toEqual(['1', '4', '6']);
  });

  it.each([2, 4, 6])('come out the same when a run is cut at call %i', async (n) => {
    ready = new Set(['1', '2', '3', '4', '5', '6']);
    expect(await cutAt({ provider, connection }, calls(), n)).toMatchObject({
      status: 'completed',
    });
    expect(await connection.stored('transcripts')).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});
