import { describe, expect, it } from 'vitest';
import type { RequestSpec } from '@/lib/connectors/kit';
import { answerOf, fakeWorld, readAll } from '@/lib/connectors/kit/walks/testing';
import connector from '@/lib/connectors/providers/customer-io';
import type { Json } from '@/lib/contract/common';

const DAY = 86_400;
const NOW = Date.UTC(2026, 10, 30) / 1_000;
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const walkOf = (name: string) => connector.streams.find((s) => s.name === name)!.incremental!.walk;

describe('Customer.io activities', () => {
  /** A page an hour, of two; `order` turns the list round. */
  const asked = async (turn: (times: number[]) => number[]) => {
    const times = turn([0, 1, 2, 3, 4, 5, 6, 7].map((hour) => NOW - hour * 3_600));
    const world = fakeWorld(
      ({ query }) => {
        const from = Number(query?.start ?? 0);
        const activities = times.slice(from, from + 2).map((timestamp) => ({ timestamp }));
        return { activities, next: from + 2 < times.length ? String(from + 2) : '' };
      },
      { since: iso(NOW - 2.5 * 3_600) },
    );
    await readAll(walkOf('activities'), world);
    return world.asked.length;
  };

  it('are read back to what is known', async () => {
    expect(await asked((times) => times)).toBe(2);
  });

  it('are all read when they do not come newest first', async () => {
    expect(await asked((times) => times.toReversed())).toBe(4);
  });
});

describe('Customer.io deliveries', () => {
  const windows = async (since: string | null) => {
    const world = fakeWorld(() => ({ messages: [], next: '' }), { since });
    const ask = world.ask;
    world.ask = async (spec, shape) => ({
      ...(await ask(spec, shape)),
      headers: { date: new Date(NOW * 1_000).toUTCString() },
    });
    await readAll(walkOf('deliveries'), world);
    return world.asked.map(({ query }: RequestSpec) => [query?.start_ts, query?.end_ts]);
  };

  it('since a short time are one question', async () => {
    expect(await windows(iso(NOW - DAY))).toEqual([[NOW - DAY, undefined]]);
  });

  it('since long ago are asked for half a year at a time, without a gap', async () => {
    const since = NOW - 400 * DAY;
    expect(await windows(iso(since))).toEqual([
      [since, undefined],
      [NOW - 360 * DAY, NOW - 180 * DAY],
      [since, NOW - 360 * DAY],
    ]);
  });

  it('are looked for five years back at first', async () => {
    const all = await windows(null);
    expect(all).toHaveLength(11);
    expect(all[0]).toEqual([undefined, undefined]);
  });
});

describe('the workspace of a Customer.io key', () => {
  const { auth } = connector;
  const read = (workspaces: Json, facts: Record<string, string> = {}) => {
    if (auth.method !== 'api_key') throw new Error('it has no key');
    return auth.account.read(answerOf({ workspaces }), facts);
  };
  const two = [
    { id: '1', name: 'Production' },
    { id: '2', name: 'Staging' },
  ];

  it('is the only one, or the one that was named', () => {
    expect(read(two.slice(0, 1))).toEqual({ id: '1', label: 'Production' });
    expect(read(two, { workspace: 'staging' })).toEqual({ id: '2', label: 'Staging' });
    expect(read(two, { workspace: '1' })).toEqual({ id: '1', label: 'Production' });
  });

  it('is not guessed among several', () => {
    expect(read(two).id).toBe('');
    expect(read(two, { workspace: 'Elsewhere' }).id).toBe('');
  });
});
