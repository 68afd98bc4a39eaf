import { beforeEach, describe, expect, it } from 'vitest';
import type { Stream } from '@/lib/connectors/kit';
import hubspot from '@/lib/connectors/providers/hubspot';
import { openAccount } from '@/lib/connectors/testing/account';
import { bench, idsOf, sorted, walk } from '@/lib/connectors/testing/walk';
import type { Bench } from '@/lib/connectors/testing/walk';

const stream = (name: string): Stream => hubspot.streams.find((s) => s.name === name)!;
let b: Bench;
beforeEach(() => {
  b = bench();
});

const connect = (account: string, options: { withhold?: string[] } = {}) =>
  openAccount(b.sandbox, hubspot, account, options);
const records = (account: string, name: string) =>
  b.sandbox.control.records({ provider: 'hubspot', account, stream: name });

describe('HubSpot full pass', () => {
  it.each(hubspot.streams.map((s) => s.name))('reads every one of the %s, once', async (name) => {
    const { context, headers } = await connect('acme');
    const { ids, stopped } = await walk(b, hubspot, stream(name).full, { context, headers });
    expect(stopped).toBeNull();
    expect(ids.length).toBeGreaterThan(10);
    expect(sorted(ids)).toEqual(idsOf(records('acme', name).live));
  });

  it('loses nothing when records are archived and created during the walk', async () => {
    const { context, headers } = await connect('bulk-1000');
    const before = records('bulk-1000', 'contacts').live.map((r) => r.id);
    const gone = before.slice(0, 30);
    const { ids } = await walk(b, hubspot, stream('contacts').full, {
      context,
      headers,
      between: (page) => {
        if (page === 2)
          b.sandbox.control.mutate({
            provider: 'hubspot',
            account: 'bulk-1000',
            stream: 'contacts',
            delete: 1,
            ids: gone,
          });
      },
    });
    expect(sorted(ids)).toEqual(sorted(before));
  });

  it('skips a stream whose scope was not given', async () => {
    const { context, headers } = await connect('acme', { withhold: ['tickets'] });
    const { stopped } = await walk(b, hubspot, stream('tickets').full, { context, headers });
    expect(stopped).toMatchObject({
      verdict: 'missing_scope',
      message: 'HubSpot was not given the permission tickets.',
    });
  });
});

describe('HubSpot incremental pass', () => {
  it('reads exactly what changed since, and nothing twice', async () => {
    const { context, headers } = await connect('acme');
    const since = new Date(b.clock.now).toISOString();
    b.clock.now += 25 * 60_000;
    b.sandbox.control.mutate({
      provider: 'hubspot',
      account: 'acme',
      stream: 'contacts',
      create: 3,
      update: 5,
    });
    const want = records('acme', 'contacts').live.filter((r) => r.updated_at >= since);
    expect(want.length).toBeGreaterThan(8);
    const { ids, stopped } = await walk(b, hubspot, stream('contacts').incremental!.walk, {
      context,
      headers,
      since,
    });
    expect(stopped).toBeNull();
    expect(sorted(ids)).toEqual(idsOf(want));
  });

  it('reads more than 10,000 changes, across ids of different length', async () => {
    const { context, headers } = await connect('bulk-12500');
    const since = new Date(b.clock.now + 1_000).toISOString();
    b.clock.now += 60_000;
    const { updated } = b.sandbox.control.mutate({
      provider: 'hubspot',
      account: 'bulk-12500',
      stream: 'contacts',
      update: 12_300,
    });
    expect(new Set(updated.map((id) => id.length)).size).toBe(2);
    const { ids, stopped, answers, requests } = await walk(
      b,
      hubspot,
      stream('contacts').incremental!.walk,
      { context, headers, since },
    );
    expect(stopped).toBeNull();
    expect(answers[0]!.body).toMatchObject({ total: 12_300 });
    expect(sorted(ids)).toEqual(sorted(updated));
    expect(requests.length).toBeLessThanOrEqual(63);
  });

  it('goes on over pages that are short or empty because what was on them is archived', async () => {
    const { context, headers } = await connect('bulk-1000');
    const since = new Date(b.clock.now + 1_000).toISOString();
    b.clock.now += 60_000;
    const target = { provider: 'hubspot', account: 'bulk-1000', stream: 'contacts' };
    const { updated } = b.sandbox.control.mutate({ ...target, update: 1_000 });
    const inTextOrder = sorted(updated);
    const gone = [...inTextOrder.slice(150, 650), ...inTextOrder.slice(700, 710)];
    b.sandbox.control.mutate({ ...target, delete: 1, ids: gone });
    b.clock.now += 1_000;
    const { ids, sizes, requests } = await walk(b, hubspot, stream('contacts').incremental!.walk, {
      context,
      headers,
      since,
    });
    expect(sorted(ids)).toEqual(inTextOrder.filter((id) => !gone.includes(id)));
    expect(sizes).toContain(0);
    expect(sizes.slice(0, -1).some((size) => size > 0 && size < 200)).toBe(true);
    expect(requests.some((r) => (r.json as { after: string }).after !== '0')).toBe(true);
  });

  it('loses nothing when records leave the window during the walk', async () => {
    const { context, headers } = await connect('bulk-1000');
    const target = { provider: 'hubspot', account: 'bulk-1000', stream: 'contacts' };
    const since = new Date(b.clock.now + 1_000).toISOString();
    b.clock.now += 60_000;
    const { updated } = b.sandbox.control.mutate({ ...target, update: 1_000 });
    const inTextOrder = sorted(updated);
    const { ids } = await walk(b, hubspot, stream('contacts').incremental!.walk, {
      context,
      headers,
      since,
      // Already read ones change again: paging by offset would now skip as many unread ones.
      between: (page) => {
        if (page === 2) {
          b.clock.now += 5_000;
          b.sandbox.control.mutate({ ...target, ids: inTextOrder.slice(0, 200) });
        }
      },
    });
    expect(sorted(ids)).toEqual(inTextOrder);
  });

  it('gives the same record from search as from the listing', async () => {
    const { context, headers } = await connect('globex');
    for (const name of [
      'contacts',
      'companies',
      'deals',
      'tickets',
      'calls',
      'meetings',
      'notes',
      'tasks',
      'emails',
    ]) {
      const s = stream(name);
      const listed = await walk(b, hubspot, s.full, { context, headers });
      const found = await walk(b, hubspot, s.incremental!.walk, { context, headers });
      const byId = new Map(
        found.records
          .map((r) => s.transform!(r, context))
          .map((r) => [(r as { id: string }).id, r]),
      );
      expect(byId.size).toBe(listed.ids.length);
      for (const record of listed.records)
        expect(byId.get((record as { id: string }).id)).toEqual(s.transform!(record, context));
    }
  });
});

describe('HubSpot deletions', () => {
  it('lists what is archived, with the time', async () => {
    const { context, headers } = await connect('bulk-500');
    const { deleted } = b.sandbox.control.mutate({
      provider: 'hubspot',
      account: 'bulk-500',
      stream: 'contacts',
      delete: 130,
    });
    const { deletions } = stream('contacts');
    if (deletions.by !== 'listing') throw new Error('contacts must list deletions');
    const { ids, records: items } = await walk(b, hubspot, deletions.walk, { context, headers });
    expect(sorted(ids)).toEqual(sorted(deleted));
    expect(items[0]).toMatchObject({
      archived: true,
      archivedAt: new Date(b.clock.now).toISOString(),
    });
  });
});
