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
beforeEach(() => { clock = START; sandbox = createSandbox({ now: () => clock }); });

const DEALS = 'http://sandbox/globex.pipedrive.com/api/v2/deals?limit=2';
const deals = (init: RequestInit = {}) => sandbox.fetch(new Request(DEALS, { headers: KEY, ...init }));
const control = async (method: string, path: string, body?: unknown) => {
  const response = await sandbox.fetch(new Request(`http://sandbox/_control/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('data', () => {
  const everything = (from: ReturnType<typeof createSandbox>) => SANDBOX_PROVIDERS.flatMap((p) => p.accounts.flatMap((a) => p.streams.map((stream) => [p.slug, a.name, stream, from.control.records({ provider: p.slug, account: a.name, stream })])));

  it('is the same after a restart, whether the clock jumped or went step by step', () => {
    for (let step = 0; step < 20; step++) { clock += 37 * 60_000; everything(sandbox); }
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
        // Whatever is new or different says a time a "changed since" would catch; nothing is from the future.
        if (then.get(r.id) !== r.updated_at) expect(Date.parse(r.updated_at)).toBeGreaterThan(Date.parse(since) - 2_000);
        expect(Date.parse(r.updated_at)).toBeLessThanOrEqual(clock);
      }
      const now = new Set(after.live.map((r) => r.id));
      const lost = before.live.filter((r) => !now.has(r.id));
      seen.gone += lost.length;
      for (const r of lost) expect(after.deleted.map((d) => d.id)).toContain(r.id);
      expect(new Set([...after.live, ...after.deleted].map((r) => r.id)).size).toBe(after.live.length + after.deleted.length);
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
      const { live, deleted } = sandbox.control.records({ provider: 'hubspot', account: 'acme', stream: 'contacts' });
      expect(Math.max(...[...live, ...deleted].map((r) => Date.parse(r.updated_at)))).toBeLessThanOrEqual(clock);
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
    const { created, updated, deleted } = sandbox.control.mutate({ ...target, create: 2, update: 3, delete: 1 });
    expect([created.length, updated.length, deleted.length]).toEqual([2, 3, 1]);
    expect(live()).toHaveLength(before.length + 1);
    const once = live().find((r) => r.id === updated[0])!;
    sandbox.control.mutate({ ...target, ids: updated });
    expect(live().find((r) => r.id === updated[0])!.updated_at > once.updated_at).toBe(true);
  });
});

describe('faults', () => {
  it('answer in the provider’s own words, as often as told', async () => {
    sandbox.control.fault({ provider: 'pipedrive', account: 'globex', path: '/api/v2/deals', kind: '429', times: 2, retry_after: 9 });
    for (let i = 0; i < 2; i++) {
      const response = await deals();
      expect([response.status, response.headers.get('x-ratelimit-reset')]).toEqual([429, '9']);
      expect(await response.json()).toMatchObject({ success: false });
    }
    expect((await deals()).status).toBe(200);
  });

  it('end with their time, and touch nobody else', async () => {
    sandbox.control.fault({ provider: 'pipedrive', account: 'globex', kind: '503', for_ms: 1_000 });
    const other = await sandbox.fetch(new Request('http://sandbox/acme.pipedrive.com/api/v2/deals', { headers: { 'x-api-token': COMPANIES[0]!.key } }));
    expect([(await deals()).status, other.status]).toEqual([503, 200]);
    clock += 1_000;
    expect((await deals()).status).toBe(200);
  });

  it('break the wire', async () => {
    const once = (kind: 'reset' | 'truncate' | 'timeout' | 'slow' | 'html') => sandbox.control.fault({ provider: 'pipedrive', kind, times: 1, delay_ms: 30 });
    once('reset');
    await expect(deals()).rejects.toThrow('fetch failed');
    once('truncate');
    await expect((await deals()).text()).rejects.toThrow('terminated');
    once('timeout');
    await expect(deals({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'TimeoutError' });
    once('slow');
    const from = performance.now();
    expect((await deals()).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(25);
    once('html');
    expect(await (await deals()).text()).toContain('<!DOCTYPE html>');
  });
});

describe('control over HTTP', () => {
  it('does what the index page says', async () => {
    expect(await control('POST', 'faults', { provider: 'pipedrive', kind: '500', times: 1 })).toMatchObject({ status: 200 });
    expect((await control('GET', 'faults')).body).toEqual({ faults: [{ provider: 'pipedrive', kind: '500', times: 1 }] });
    expect((await deals()).status).toBe(500);
    await control('POST', 'faults', { provider: 'pipedrive', kind: '500' });
    await control('DELETE', 'faults?provider=pipedrive');
    expect((await deals()).status).toBe(200);
    expect((await control('GET', 'requests?provider=pipedrive')).body).toEqual({ total: 2, paths: { 'GET globex.pipedrive.com/api/v2/deals': 2 }, statuses: { 200: 1, 500: 1 }, faults: { 500: 1 } });
    expect((await control('POST', 'mutate', { provider: 'pipedrive', account: 'globex', stream: 'deals', create: 1 })).body.created).toHaveLength(1);
    expect((await control('GET', 'records?provider=pipedrive&account=globex&stream=deals')).body.live).toHaveLength(61);
    await control('POST', 'revoke', { provider: 'pipedrive', account: 'globex' });
    expect((await deals()).status).toBe(401);
    await control('POST', 'reset');
    expect((await deals()).status).toBe(200);
    expect((await control('GET', 'records?provider=pipedrive&account=globex&stream=deals')).body.live).toHaveLength(60);
  });

  it.each<[string, string, unknown]>([
    ['POST', 'faults', { provider: 'nobody', kind: '500' }], ['POST', 'faults', { provider: 'x', kind: 'meteor' }], ['POST', 'faults', { provider: 'x', kind: '500', times: 'two' }], ['POST', 'mutate', { provider: 'x', account: 'acme' }],
    ['POST', 'mutate', { provider: 'x', account: 'nobody', stream: 'posts' }], ['POST', 'revoke', 'text'], ['GET', 'records?provider=x', undefined], ['POST', 'token-life', {}],
  ])('%s %s with %j is told what is wrong', async (method, path, body) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(String(answer.body.error).length).toBeGreaterThan(10);
  });
});

describe('whatever it is asked', () => {
  it('unknown places are answered in the provider’s form', async () => {
    const at = async (path: string, headers: Record<string, string> = {}) => { const r = await sandbox.fetch(new Request(`http://sandbox${path}`, { headers })); return { status: r.status, body: (await r.json()) as unknown }; };
    expect(await at('/api.example.com/v1')).toMatchObject({ status: 404, body: { error: expect.stringContaining('api.example.com') } });
    expect(await at('/a.b.pipedrive.com/api/v2/deals')).toMatchObject({ status: 404 });
    expect(await at('/globex.pipedrive.com/api/v2/nothing', KEY)).toMatchObject({ status: 404, body: { success: false } });
    expect(await at('/acme.pipedrive.com/api/v2/deals', KEY)).toMatchObject({ status: 401 });
    expect(await at('/api.x.com/2/nothing', { authorization: 'Bearer sandbox' })).toMatchObject({ status: 404, body: { title: 'Not Found' } });
  });

  it('it never falls over', () => {
    const paths = ['/', '/_control/mutate', '/_control/records', '/app.hubspot.com/oauth/authorize', '/api.hubapi.com/oauth/2026-03/token', '/api.hubapi.com/crm/v3/objects/contacts/search', '/globex.pipedrive.com/api/v2/deals', '/api.x.com/2/tweets', '/api.x.com/2/users/1/tweets', '/api.x.com/2/users/by/username/%E0%A4%A'];
    fc.assert(fc.property(
      fc.oneof(fc.constantFrom(...paths), fc.string().map((s) => `/${s}`)), fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'), fc.dictionary(fc.constantFrom('limit', 'cursor', 'ids', 'updated_since', 'sort_by', 'after', 'max_results', 'code', 'redirect_uri', 'client_id'), fc.string()), fc.oneof(fc.string(), fc.json()),
      (path, method, query, body) => {
        const reply = sandbox.answer({ method, path, query: new URLSearchParams(query), header: (name) => (name === 'x-api-token' ? KEY['x-api-token'] : name === 'authorization' ? 'Bearer sandbox' : null), body });
        expect(reply.body).not.toContain('The sandbox itself failed');
      },
    ), { numRuns: 400 });
  });
});

describe('as a server', () => {
  let running: RunningSandbox;
  beforeEach(async () => { running = await serveSandbox({ port: 0, sandbox }); });
  afterEach(() => running.close());
  const over = (init: RequestInit = {}) => fetch(DEALS.replace('http://sandbox', running.url), { headers: KEY, ...init });

  it('listens on this machine only and answers as in process', async () => {
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await over()).text()).toBe(await (await deals()).text());
    const page = await fetch(`${running.url}/`);
    expect(await page.text()).toContain(COMPANIES[0]!.key);
  });

  it('breaks the wire for real', async () => {
    const once = (kind: 'reset' | 'truncate' | 'timeout') => sandbox.control.fault({ provider: 'pipedrive', kind, times: 1 });
    once('reset');
    await expect(over()).rejects.toThrow();
    once('truncate');
    await expect(over().then((r) => r.text())).rejects.toThrow();
    once('timeout');
    await expect(over({ signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect((await over()).status).toBe(200);
  });

  it('refuses bodies no provider would take', async () => {
    const response = await fetch(`${running.url}/_control/mutate`, { method: 'POST', body: 'x'.repeat(1_100_000) }).catch(() => null);
    expect(response === null || response.status === 413).toBe(true);
    expect((await over()).status).toBe(200);
  });
});
