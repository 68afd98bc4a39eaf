import { beforeEach, describe, expect, it } from 'vitest';
import {
  at,
  byPageToken,
  changes,
  listOf,
  text,
  type ErrorRule,
  type Stream,
} from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  connectFake,
  fakeConnector,
  useFakeProvider,
  type FakeConnection,
} from '@/lib/sync/fixtures/provider';
import { API, listing, messageStream } from '@/lib/sync/fixtures/walks';

useTestDatabase();
const provider = useFakeProvider();
let connection: FakeConnection;
beforeEach(async () => {
  provider.calls.length = 0;
  connection = await connectFake((await makeWorkspace()).id);
});
const asked = (path: string): number => provider.calls.filter((c) => c.path === path).length;

describe('feeds of changes', () => {
  /** What happened, in order; a position is how much of it was read. */
  let log: { id: string; removed?: true }[];
  let oldest: number;
  const GONE: ErrorRule = {
    when: { status: 410, path: /^\/delta/ },
    then: 'bookmark_gone',
    message: 'The provider does not know the position any more.',
    source: 'test',
  };
  const feed = (bookmark: NonNullable<Stream['incremental']>['bookmark']) =>
    fakeConnector(
      [
        messageStream('files', {
          full: listing('files'),
          incremental: {
            walk: changes<string>({
              request: ({ page, since }) => ({
                url: `${API}/delta`,
                query: { from: page ?? since ?? undefined },
              }),
              records: 'data',
              next: byPageToken('next'),
              only: (item) => at(item, 'removed') === undefined,
              gone: (answer) =>
                listOf(answer, 'data').flatMap((item) =>
                  at(item, 'removed') ? (text(item, 'id') ?? []) : [],
                ),
            }),
            bookmark,
          },
          deletions: { by: 'changes' },
        }),
      ],
      { errors: [GONE] },
    );
  const probed = feed({
    by: 'probe',
    request: () => ({ url: `${API}/position` }),
    path: 'position',
  });

  beforeEach(() => {
    log = ['1', '2', '3', '4', '5'].map((id) => ({ id }));
    oldest = 0;
    provider.answer = ({ path, query }) => {
      const live = log.filter((e) => !log.findLast((l) => l.id === e.id)!.removed);
      if (path === '/position') return { body: { position: log.length } };
      if (path === '/files')
        return { body: { data: [...new Set(live.map((e) => e.id))].map((id) => ({ id })) } };
      const from = Number(query.get('from'));
      if (from < oldest) return { status: 410, body: {} };
      const data = log.slice(from, from + 2) as Json;
      return from + 2 < log.length
        ? { body: { data, next: `${from + 2}` } }
        : { body: { data, delta: `${log.length}` } };
    };
  });

  it('bring upserts and deletions of one answer, from a position asked for before the walk', async () => {
    await connection.sync(probed);
    expect(await connection.stored('files')).toEqual(['1', '2', '3', '4', '5']);
    log.push({ id: '6' }, { id: '2', removed: true }, { id: '7' });
    expect(await connection.sync(probed)).toMatchObject({ records_created: 2, records_deleted: 1 });
    expect(await connection.stored('files')).toEqual(['1', '3', '4', '5', '6', '7']);
    expect(asked('/files')).toBe(1);
  });

  it('read again what changed during the first walk', async () => {
    const good = provider.answer;
    provider.answer = (call) => {
      const answer = good(call);
      if (call.path === '/files') log.push({ id: '8' }); // after it was answered
      return answer;
    };
    await connection.sync(probed);
    provider.answer = good;
    await connection.sync(probed);
    expect(await connection.stored('files')).toContain('8');
  });

  it('make one full pass when the position is forgotten, and no loop', async () => {
    await connection.sync(probed);
    log.push({ id: '6' }, { id: '1', removed: true });
    oldest = log.length - 1;
    expect(await connection.sync(probed)).toMatchObject({ status: 'completed' });
    expect(asked('/files')).toBe(2);
    expect(await connection.stored('files')).toEqual(['2', '3', '4', '5', '6']);
    await connection.sync(probed);
    expect(asked('/files')).toBe(2);
  });

  it('do not go round when even the new position is refused', async () => {
    await connection.sync(probed);
    oldest = 1_000;
    for (let i = 0; i < 3; i++) {
      provider.calls.length = 0;
      await connection.sync(probed);
      expect(asked('/files')).toBe(1);
      expect(asked('/delta')).toBeLessThanOrEqual(1);
    }
  });

  it('have no bookmark while the list it is read from is empty: every pass is a full one', async () => {
    const listed = feed({
      by: 'probe',
      request: () => ({ url: `${API}/events` }),
      path: 'data.0.id',
      list: 'data',
    });
    const good = provider.answer;
    let events: Json[] = [];
    provider.answer = (call) => (call.path === '/events' ? { body: { data: events } } : good(call));
    await connection.sync(listed);
    log.push({ id: '6' }, { id: '2', removed: true });
    await connection.sync(listed);
    expect(await connection.stored('files')).toEqual(['1', '3', '4', '5', '6']);
    expect([asked('/files'), asked('/delta')]).toEqual([2, 0]);

    events = [{ id: String(log.length) }];
    await connection.sync(listed);
    log.push({ id: '7' });
    await connection.sync(listed);
    expect(await connection.stored('files')).toContain('7');
    expect([asked('/files'), asked('/delta')]).toEqual([3, 1]);
  });

  it('take an answer without that list for no empty one', async () => {
    const listed = feed({
      by: 'probe',
      request: () => ({ url: `${API}/position` }),
      path: 'data.0.id',
      list: 'data',
    });
    expect(await connection.sync(listed)).toMatchObject({ status: 'failed' });
  });

  it('may end with the position of the next pass', async () => {
    const ending = feed({ by: 'last_page', path: 'delta' });
    // A full pass by the feed itself is what gives the first position.
    const whole = {
      ...ending,
      streams: ending.streams.map((s) => ({ ...s, full: s.incremental!.walk })),
    };
    await connection.sync(whole);
    log.push({ id: '6' }, { id: '3', removed: true });
    provider.calls.length = 0;
    await connection.sync(whole);
    expect(provider.calls.map((c) => c.query.get('from'))).toEqual(['5']);
    expect(await connection.stored('files')).toEqual(['1', '2', '4', '5', '6']);
  });
});
