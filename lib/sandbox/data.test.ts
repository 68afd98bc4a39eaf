import { beforeEach, describe, expect, it } from 'vitest';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { HOUR, START } from '@/lib/sandbox/testing';

let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
});

describe('data', () => {
  const everything = (from: ReturnType<typeof createSandbox>) =>
    SANDBOX_PROVIDERS.flatMap((p) =>
      p.accounts.flatMap((a) =>
        p.streams.map((stream) => [
          p.slug,
          a.name,
          stream,
          from.control.records({ provider: p.slug, account: a.name, stream }),
        ]),
      ),
    );

  it('is the same after a restart, whether the clock jumped or went step by step', () => {
    for (let step = 0; step < 20; step++) {
      clock += 37 * 60_000;
      everything(sandbox);
    }
    expect(everything(sandbox)).toEqual(everything(createSandbox({ now: () => clock })));
  });

  it('changes as time goes by: some are made, some altered, some deleted, and never out of order', () => {
    const target = { provider: 'hubspot', account: 'acme', stream: 'contacts' };
    let before = sandbox.control.records(target);
    const seen = { made: 0, altered: 0, gone: 0 };
    for (let step = 0; step < 12; step++) {
      clock += 10 * 60_000;
      const after = sandbox.control.records(target);
      const then = new Map(before.live.map((r) => [r.id, r.updated_at]));
      const since = new Date(clock - 10 * 60_000).toISOString();
      for (const r of after.live) {
        if (!then.has(r.id)) seen.made++;
        else if (then.get(r.id) !== r.updated_at) seen.altered++;
        // Whatever is new or different says a time a "changed since" would catch; nothing is from
        // the future.
        if (then.get(r.id) !== r.updated_at)
          expect(Date.parse(r.updated_at)).toBeGreaterThan(Date.parse(since) - 2_000);
        expect(Date.parse(r.updated_at)).toBeLessThanOrEqual(clock);
      }
      const now = new Set(after.live.map((r) => r.id));
      const lost = before.live.filter((r) => !now.has(r.id));
      seen.gone += lost.length;
      for (const r of lost) expect(after.deleted.map((d) => d.id)).toContain(r.id);
      expect(new Set([...after.live, ...after.deleted].map((r) => r.id)).size).toBe(
        after.live.length + after.deleted.length,
      );
      before = after;
    }
    expect(seen.altered).toBeGreaterThan(30);
    expect(seen.made).toBeGreaterThanOrEqual(4);
    expect(seen.gone).toBeGreaterThanOrEqual(4);
    expect(before.live.length).toBe(1_240);
  });

  it('is never from the future, not even for a moment', () => {
    for (let turn = 0; turn < 40; turn++) {
      clock = Date.UTC(2026, 10, 1) + turn * 150_000;
      const { live, deleted } = sandbox.control.records({
        provider: 'hubspot',
        account: 'acme',
        stream: 'contacts',
      });
      expect(
        Math.max(...[...live, ...deleted].map((r) => Date.parse(r.updated_at))),
      ).toBeLessThanOrEqual(clock);
    }
  });

  it('a bulk account has exactly the records of its name, and they stand still', () => {
    const target = { provider: 'hubspot', account: 'bulk-2000', stream: 'contacts' };
    const before = sandbox.control.records(target);
    clock += 48 * HOUR;
    expect(before.live).toHaveLength(2_000);
    expect(sandbox.control.records(target)).toEqual(before);
  });

  it('changes when told to, with a later time each time', () => {
    const target = { provider: 'pipedrive', account: 'globex', stream: 'deals' };
    const live = () => sandbox.control.records(target).live;
    const before = live();
    const { created, updated, deleted } = sandbox.control.mutate({
      ...target,
      create: 2,
      update: 3,
      delete: 1,
    });
    expect([created.length, updated.length, deleted.length]).toEqual([2, 3, 1]);
    expect(live()).toHaveLength(before.length + 1);
    const once = live().find((r) => r.id === updated[0])!;
    sandbox.control.mutate({ ...target, ids: updated });
    expect(live().find((r) => r.id === updated[0])!.updated_at > once.updated_at).toBe(true);
  });
});
