import { beforeEach, describe, expect, it } from 'vitest';
import { byPageToken, children, sequence, text } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  connectFake,
  fakeConnector,
  useFakeProvider,
  type FakeCall,
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

describe('children of parents', () => {
  const channels = ['a', 'b', 'c', 'd', 'e'];
  /** How many messages each channel has, numbered from 1. */
  let messages: Record<string, number>;
  let broken: Set<string>;
  const PAGE = 2;

  const slack = fakeConnector([
    messageStream('channels', { full: listing('channels') }),
    messageStream('messages', {
      full: children<string>({
        parents: 'channels',
        request: ({ id }, { page, since }) => ({
          url: `${API}/messages/${id}`,
          query: { page: page ?? undefined, since: since ?? undefined },
        }),
        records: 'data',
        next: byPageToken('next'),
        own: ({ id }, item) => ({ id: `${id}:${text(item, 'ts')}` }),
        bookmark: (before, _, records) => text(records.at(-1), 'ts') ?? before,
        width: 2,
      }),
    }),
  ]);

  function answerMessages({ path, query }: FakeCall) {
    const channel = path.split('/').at(-1)!;
    if (broken.has(channel)) return { status: 400, body: { error: 'not_in_channel' } };
    const first = Number(query.get('page') ?? Number(query.get('since') ?? 0) + 1);
    const all = Array.from({ length: messages[channel]! }, (_, i) => i + 1);
    const data = all
      .filter((ts) => ts >= first && ts < first + PAGE)
      .map((ts) => ({ ts: `${ts}` }));
    const more = first + PAGE <= messages[channel]!;
    return { body: { data, ...(more ? { next: `${first + PAGE}` } : {}) } };
  }
  const ids = (): string[] =>
    channels.flatMap((c) => Array.from({ length: messages[c]! }, (_, i) => `${c}:${i + 1}`)).sort();

  beforeEach(() => {
    messages = { a: 5, b: 0, c: 1, d: 4, e: 3 };
    broken = new Set();
    provider.answer = (call) =>
      call.path === '/channels'
        ? { body: { data: channels.map((id) => ({ id })) } }
        : answerMessages(call);
  });

  it('are read whole, with ids that tell them apart, and then only what is new', async () => {
    await connection.sync(slack);
    expect(await connection.stored('messages')).toEqual(ids());
    messages.d = 6;
    provider.calls.length = 0;
    // Parents have bookmarks of their own: a full pass asks each only for what is new.
    expect(await connection.sync(slack)).toMatchObject({ records_deleted: 0 });
    expect(provider.calls.find((c) => c.path === '/messages/a')!.query.get('since')).toBe('5');
  });

  it.each([3, 5, 7, 9, 11])('come out the same when a run is cut at call %i', async (n) => {
    expect(await cutAt({ provider, connection }, slack, n)).toMatchObject({ status: 'completed' });
    expect(await connection.stored('messages')).toEqual(ids());
    const { rows } = await db.query<{ n: number }>(
      sql`SELECT count(*)::int AS n FROM records WHERE connection_id = ${connection.id}`,
    );
    expect(rows[0]!.n).toBe(ids().length + channels.length);
  });

  it('of a parent that fails are named, the others stored, and it comes first next time', async () => {
    broken.add('d');
    const run = await connection.sync(slack);
    expect(run).toMatchObject({ status: 'partial' });
    expect(run.error_message).toMatch(/^messages: 1 of the channels could not be read: .*refused/);
    expect(await connection.stored('messages')).toEqual(ids().filter((id) => id[0] !== 'd'));
    broken.clear();
    provider.calls.length = 0;
    expect(await connection.sync(slack)).toMatchObject({ status: 'completed' });
    const first = provider.calls.filter((c) => c.path.startsWith('/messages')).slice(0, 2);
    expect(first.map((c) => c.path)).toContain('/messages/d'); // two are under way at a time
    expect(await connection.stored('messages')).toEqual(ids());
  });
});

describe('children inside a sequence', () => {
  it('make the stream incomplete when a parent fails, as they would alone', async () => {
    const walk = children<string>({
      parents: 'parents',
      request: ({ id }) => ({ url: `${API}/items/${id}` }),
      records: 'data',
      next: () => null,
      own: (_, item) => item,
      width: 2,
    });
    const tree = fakeConnector([
      messageStream('parents', { full: listing('parents') }),
      messageStream('items', { full: sequence(listing('loose'), walk) }),
    ]);
    provider.answer = ({ path }) => {
      if (path === '/parents') return { body: { data: [{ id: 'a' }, { id: 'b' }] } };
      if (path === '/items/b') return { status: 400, body: { error: 'closed' } };
      return { body: { data: [{ id: path }] } };
    };
    const run = await connection.sync(tree);
    expect(run).toMatchObject({ status: 'partial' });
    expect(run.error_message).toMatch(/^items: 1 of the parents could not be read: /);
    expect(await connection.stored('items')).toEqual(['/items/a', '/loose']);
  });
});

describe('a sweep over children', () => {
  it('leaves those of a parent that could not be read alone', async () => {
    let items: Record<string, string[]> = { a: ['1', '2', '3', '4'], b: ['5', '6', '7', '8'] };
    let broken = '';
    const tree = fakeConnector([
      messageStream('parents', { full: listing('parents') }),
      messageStream('items', {
        full: children<string>({
          parents: 'parents',
          request: ({ id }) => ({ url: `${API}/items/${id}` }),
          records: 'data',
          next: () => null,
          own: (_, item) => item,
          width: 2,
        }),
      }),
    ]);
    provider.answer = ({ path }) => {
      if (path === '/parents') return { body: { data: [{ id: 'a' }, { id: 'b' }] } };
      const parent = path.split('/').at(-1)!;
      if (parent === broken) return { status: 400, body: {} };
      return { body: { data: items[parent]!.map((id) => ({ id })) } };
    };
    await connection.sync(tree);
    items = { a: ['1', '2', '3'], b: ['5'] };
    broken = 'b';
    expect(await connection.sync(tree)).toMatchObject({ status: 'partial', records_deleted: 1 });
    expect(await connection.stored('items')).toEqual(['1', '2', '3', '5', '6', '7', '8']);
  });
});
