import { describe, expect, it } from 'vitest';
import { limitsFor, type Parent } from '@/lib/connectors/kit';
import { contents, fakeWorld, query, readAll } from '@/lib/connectors/kit/walks/testing';
import connector from '@/lib/connectors/providers/slack';
import type { Json } from '@/lib/contract/common';

const stream = (name: string) => connector.streams.find((one) => one.name === name)!;
const channel = (bookmark: string | null): Parent => ({ id: 'C1', record: { id: 'C1' }, bookmark });
const asked = async (rate_profile: string | null, bookmark: string | null) => {
  const config: Record<string, Json> = rate_profile === null ? {} : { rate_profile };
  const world = fakeWorld(() => ({ ok: true, messages: [] }), {
    known: [channel(bookmark)],
    context: { account: { id: 'T1', details: {} }, config },
    since: '2026-11-20T00:00:00.000Z',
  });
  await readAll(stream('messages').incremental!.walk, world);
  return world.asked[0]!;
};

describe('an app that Slack has not approved', () => {
  it('asks for 15 messages at a time, once a minute', async () => {
    expect(query(await asked('restricted', null), 'limit')).toBe('15');
    const slowest = (config: Record<string, Json>) =>
      Math.min(...limitsFor(connector.limits, config).map((limit) => limit.requests));
    expect([slowest({ rate_profile: 'restricted' }), slowest({})]).toEqual([1, 20]);
  });

  it('is not what is taken for granted', async () => {
    for (const profile of ['internal', 'marketplace', null])
      expect(query(await asked(profile, null), 'limit')).toBe('200');
  });
});

describe('a channel', () => {
  it('is read from a week before the newest known message, and whole when there is none', async () => {
    expect(query(await asked(null, '1763600000.000100'), 'oldest')).toBe('1762995200.000100');
    expect(query(await asked(null, null), 'oldest')).toBe('');
  });

  it('is not told of in its own messages', async () => {
    const messages: Json = [
      { ts: '2.000000', text: 'hi' },
      { ts: '1.000000', subtype: 'channel_join' },
    ];
    const world = fakeWorld(() => ({ ok: true, messages }), {
      known: [channel(null)],
    });
    expect(contents(await readAll(stream('messages').full, world))).toEqual([
      { id: 'C1:2.000000', channel: 'C1', ts: '2.000000', text: 'hi' },
    ]);
  });
});

describe('a thread', () => {
  const parent = (last: string, bookmark: string | null): Parent => ({
    id: 'C1:1.000000',
    record: {
      channel: 'C1',
      ts: '1.000000',
      thread_ts: '1.000000',
      reply_count: 1,
      latest_reply: last,
    },
    bookmark,
  });
  const answers = async (known: Parent) => {
    const messages: Json = [{ ts: '1.000000' }, { ts: '2.000000', thread_ts: '1.000000' }];
    const world = fakeWorld(() => ({ ok: true, messages }), {
      known: [known],
      since: '2026-11-20T00:00:00.000Z',
    });
    return readAll(stream('threads').incremental!.walk, world);
  };

  it('is its replies, without the message they answer', async () => {
    expect(contents(await answers(parent('2.000000', null)))).toEqual([
      { id: 'C1:2.000000', channel: 'C1', ts: '2.000000', thread_ts: '1.000000' },
    ]);
  });

  it('is read again when its last reply is another', async () => {
    const pages = await answers(parent('2.000000', null));
    const { bookmark } = pages.find((page) => page.parent)!.parent!;
    expect(contents(await answers(parent('2.000000', bookmark)))).toEqual([]);
    expect(contents(await answers(parent('3.000000', bookmark)))).toHaveLength(1);
  });
});
