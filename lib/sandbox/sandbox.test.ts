import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { serveSandbox } from '@/lib/sandbox/server';
import type { RunningSandbox } from '@/lib/sandbox/server';

const START = Date.UTC(2026, 10, 20, 9, 17, 3);
const HOUR = 3_600_000;
const KEY = { 'x-api-token': COMPANIES.find((c) => c.name === 'globex')!.key };
let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
});

const DEALS = 'http://sandbox/globex.pipedrive.com/api/v2/deals?limit=2';
const deals = (init: RequestInit = {}) =>
  sandbox.fetch(new Request(DEALS, { headers: KEY, ...init }));
const control = async (method: string, path: string, body?: unknown) => {
  const response = await sandbox.fetch(
    new Request(`http://sandbox/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

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

describe('faults', () => {
  it('answer in the provider’s own words, as often as told', async () => {
    sandbox.control.fault({
      provider: 'pipedrive',
      account: 'globex',
      path: '/api/v2/deals',
      kind: '429',
      times: 2,
      retry_after: 9,
    });
    for (let i = 0; i < 2; i++) {
      const response = await deals();
      expect([response.status, response.headers.get('x-ratelimit-reset')]).toEqual([429, '9']);
      expect(await response.json()).toMatchObject({ success: false });
    }
    expect((await deals()).status).toBe(200);
  });

  it('end with their time, and touch nobody else', async () => {
    sandbox.control.fault({ provider: 'pipedrive', account: 'globex', kind: '503', for_ms: 1_000 });
    const other = await sandbox.fetch(
      new Request('http://sandbox/acme.pipedrive.com/api/v2/deals', {
        headers: { 'x-api-token': COMPANIES[0]!.key },
      }),
    );
    expect([(await deals()).status, other.status]).toEqual([503, 200]);
    clock += 1_000;
    expect((await deals()).status).toBe(200);
  });

  it('break the wire', async () => {
    const once = (kind: 'reset' | 'truncate' | 'timeout' | 'slow' | 'html') =>
      sandbox.control.fault({ provider: 'pipedrive', kind, times: 1, delay_ms: 30 });
    once('reset');
    await expect(deals()).rejects.toThrow('fetch failed');
    once('truncate');
    await expect((await deals()).text()).rejects.toThrow('terminated');
    once('timeout');
    await expect(deals({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    once('slow');
    const from = performance.now();
    expect((await deals()).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(25);
    once('html');
    expect(await (await deals()).text()).toContain('<!DOCTYPE html>');
  });
});

describe('faults that are hard to see', () => {
  const persons = (query = '') =>
    sandbox.fetch(
      new Request(`http://sandbox/globex.pipedrive.com/api/v2/persons?limit=5${query}`, {
        headers: KEY,
      }),
    );
  const read = async (response: Response) =>
    (await response.json()) as {
      data: { id: number; name: string }[];
      additional_data: { next_cursor: string | null };
    };

  it('a storm follows from its seed, in every kind and every form of a wait', async () => {
    const play = async () => {
      sandbox.control.reset();
      sandbox.control.limits({ off: true });
      sandbox.control.fault({ provider: 'pipedrive', kind: 'storm', share: 0.5, seed: 7 });
      const seen: string[] = [];
      for (let i = 0; i < 120; i++)
        seen.push(
          await persons().then(
            (r) => `${r.status} ${r.headers.get('retry-after')}`,
            () => 'broken',
          ),
        );
      return { seen, faults: sandbox.control.requests().faults };
    };
    const first = await play();
    expect(await play()).toEqual(first);
    expect(Object.keys(first.faults).length).toBeGreaterThan(5);
    for (const form of [
      /^200 null$/,
      /^429 \d$/,
      /^429 \w+, .*GMT$/,
      /^429 \d{10}$/,
      /^429 \d{13}$/,
      /^429 null$/,
    ])
      expect(
        first.seen.some((s) => form.test(s)),
        String(form),
      ).toBe(true);
  });

  it('a loop repeats the page after those let through', async () => {
    sandbox.control.fault({ provider: 'pipedrive', kind: 'loop', skip: 1 });
    const one = await read(await persons());
    const two = await read(await persons(`&cursor=${one.additional_data.next_cursor}`));
    const three = await read(await persons(`&cursor=${two.additional_data.next_cursor}`));
    expect(two.data).not.toEqual(one.data);
    expect(three).toEqual(two);
  });

  it('one record is damaged, the others are not; lost does the work and drops the answer', async () => {
    const whole = await read(await persons());
    const bad = whole.data[2]!;
    const with_ = async (damage: 'nul' | 'surrogate' | 'no_id') => {
      sandbox.control.clearFaults();
      sandbox.control.fault({
        provider: 'pipedrive',
        kind: 'bad_record',
        record: String(bad.id),
        damage,
      });
      return read(await persons());
    };
    expect((await with_('no_id')).data[2]).not.toHaveProperty('id');
    expect(JSON.stringify((await with_('nul')).data[2])).toContain('\\u0000');
    const torn = await with_('surrogate');
    expect(JSON.stringify(torn.data[2])).toContain('\\ud800');
    expect(torn.data.toSpliced(2, 1)).toEqual(whole.data.toSpliced(2, 1));
    sandbox.control.clearFaults();
    sandbox.control.fault({ provider: 'pipedrive', kind: 'lost', times: 1 });
    await expect(persons()).rejects.toThrow('fetch failed');
  });

  it('a change shows late in listings by change time, and a deleted record can come back', async () => {
    const target = { provider: 'pipedrive', account: 'globex', stream: 'persons' };
    const since = new Date(clock - 1_000).toISOString();
    clock += 2_000;
    sandbox.control.lag({ provider: 'pipedrive', seconds: 10 });
    const {
      updated: [id],
    } = sandbox.control.mutate({ ...target, update: 1 });
    const shown = async () =>
      (await read(await persons(`&updated_since=${since}`))).data.some((r) => String(r.id) === id);
    expect(await shown()).toBe(false);
    clock += 10_000;
    expect(await shown()).toBe(true);
    const { deleted } = sandbox.control.mutate({ ...target, delete: 1 });
    expect(sandbox.control.records(target).live.map((r) => r.id)).not.toContain(deleted[0]);
    sandbox.control.mutate({ ...target, restore: deleted });
    expect(sandbox.control.records(target).live.map((r) => r.id)).toContain(deleted[0]);
  });
});

describe('control over HTTP', () => {
  it('does what the index page says', async () => {
    expect(
      await control('POST', 'faults', { provider: 'pipedrive', kind: '500', times: 1 }),
    ).toMatchObject({ status: 200 });
    expect((await control('GET', 'faults')).body).toEqual({
      faults: [{ provider: 'pipedrive', kind: '500', times: 1 }],
    });
    expect((await deals()).status).toBe(500);
    await control('POST', 'faults', { provider: 'pipedrive', kind: '500' });
    await control('DELETE', 'faults?provider=pipedrive');
    expect((await deals()).status).toBe(200);
    expect((await control('GET', 'requests?provider=pipedrive')).body).toEqual({
      total: 2,
      paths: { 'GET globex.pipedrive.com/api/v2/deals': 2 },
      statuses: { 200: 1, 500: 1 },
      faults: { 500: 1 },
    });
    expect(
      (
        await control('POST', 'mutate', {
          provider: 'pipedrive',
          account: 'globex',
          stream: 'deals',
          create: 1,
        })
      ).body.created,
    ).toHaveLength(1);
    expect(
      (await control('GET', 'records?provider=pipedrive&account=globex&stream=deals')).body.live,
    ).toHaveLength(61);
    await control('POST', 'revoke', { provider: 'pipedrive', account: 'globex' });
    expect((await deals()).status).toBe(401);
    await control('POST', 'reset');
    expect((await deals()).status).toBe(200);
    expect(
      (await control('GET', 'records?provider=pipedrive&account=globex&stream=deals')).body.live,
    ).toHaveLength(60);
  });

  it.each<[string, string, unknown]>([
    ['POST', 'faults', { provider: 'nobody', kind: '500' }],
    ['POST', 'faults', { provider: 'x', kind: 'meteor' }],
    ['POST', 'faults', { provider: 'x', kind: '500', times: 'two' }],
    ['POST', 'mutate', { provider: 'x', account: 'acme' }],
    ['POST', 'mutate', { provider: 'x', account: 'nobody', stream: 'posts' }],
    ['POST', 'revoke', 'text'],
    ['GET', 'records?provider=x', undefined],
    ['POST', 'token-life', {}],
  ])('%s %s with %j is told what is wrong', async (method, path, body) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(String(answer.body.error).length).toBeGreaterThan(10);
  });
});

describe('whatever it is asked', () => {
  it('unknown places are answered in the provider’s form', async () => {
    const at = async (path: string, headers: Record<string, string> = {}) => {
      const r = await sandbox.fetch(new Request(`http://sandbox${path}`, { headers }));
      return { status: r.status, body: (await r.json()) as unknown };
    };
    expect(await at('/api.example.com/v1')).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('api.example.com') },
    });
    expect(await at('/a.b.pipedrive.com/api/v2/deals')).toMatchObject({ status: 404 });
    expect(await at('/globex.pipedrive.com/api/v2/nothing', KEY)).toMatchObject({
      status: 404,
      body: { success: false },
    });
    expect(await at('/acme.pipedrive.com/api/v2/deals', KEY)).toMatchObject({ status: 401 });
    expect(await at('/api.x.com/2/nothing', { authorization: 'Bearer sandbox' })).toMatchObject({
      status: 404,
      body: { title: 'Not Found' },
    });
  });

  it('it never falls over', () => {
    const paths = [
      '/',
      '/_control/mutate',
      '/_control/records',
      '/app.hubspot.com/oauth/authorize',
      '/api.hubapi.com/oauth/2026-03/token',
      '/api.hubapi.com/crm/v3/objects/contacts/search',
      '/globex.pipedrive.com/api/v2/deals',
      '/api.x.com/2/tweets',
      '/api.x.com/2/users/1/tweets',
      '/api.x.com/2/users/by/username/%E0%A4%A',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(...paths),
          fc.string().map((s) => `/${s}`),
        ),
        fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'),
        fc.dictionary(
          fc.constantFrom(
            'limit',
            'cursor',
            'ids',
            'updated_since',
            'sort_by',
            'after',
            'max_results',
            'code',
            'redirect_uri',
            'client_id',
          ),
          fc.string(),
        ),
        fc.oneof(fc.string(), fc.json()),
        (path, method, query, body) => {
          const reply = sandbox.answer({
            method,
            path,
            query: new URLSearchParams(query),
            header: (name) =>
              name === 'x-api-token'
                ? KEY['x-api-token']
                : name === 'authorization'
                  ? 'Bearer sandbox'
                  : null,
            body,
          });
          expect(reply.body).not.toContain('The sandbox itself failed');
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('as a server', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await serveSandbox({ port: 0, sandbox });
  });
  afterEach(() => running.close());
  const over = (init: RequestInit = {}) =>
    fetch(DEALS.replace('http://sandbox', running.url), { headers: KEY, ...init });

  it('listens on this machine only and answers as in process', async () => {
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await over()).text()).toBe(await (await deals()).text());
    const page = await fetch(`${running.url}/`);
    expect(await page.text()).toContain(COMPANIES[0]!.key);
  });

  it('breaks the wire for real', async () => {
    const once = (kind: 'reset' | 'truncate' | 'timeout') =>
      sandbox.control.fault({ provider: 'pipedrive', kind, times: 1 });
    once('reset');
    await expect(over()).rejects.toThrow();
    once('truncate');
    await expect(over().then((r) => r.text())).rejects.toThrow();
    once('timeout');
    await expect(over({ signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect((await over()).status).toBe(200);
  });

  it('refuses bodies no provider would take', async () => {
    const response = await fetch(`${running.url}/_control/mutate`, {
      method: 'POST',
      body: 'x'.repeat(1_100_000),
    }).catch(() => null);
    expect(response === null || response.status === 413).toBe(true);
    expect((await over()).status).toBe(200);
  });
});
