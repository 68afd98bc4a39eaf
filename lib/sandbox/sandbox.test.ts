import { request as httpRequest } from 'node:http';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { serveSandbox } from '@/lib/sandbox/server';
import type { RunningSandbox } from '@/lib/sandbox/server';
import { KEY, START } from '@/lib/sandbox/testing';

let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
});

const SENT: Record<string, string | undefined> = { ...KEY, authorization: 'Bearer sandbox' };
const PATIENT = { timeout: 30_000 };
const DEALS = 'http://sandbox/globex.pipedrive.com/api/v2/deals?limit=2';
const deals = (init: RequestInit = {}) =>
  sandbox.fetch(new Request(DEALS, { headers: KEY, ...init }));

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
            header: (name) => SENT[name] ?? null,
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
    const left = new AbortController();
    const unanswered = over({ signal: left.signal });
    const struck = () => sandbox.control.requests('pipedrive').faults.timeout;
    await vi.waitUntil(struck, PATIENT); // it has arrived, and nobody answers it
    left.abort();
    await expect(unanswered).rejects.toThrow();
    expect((await over()).status).toBe(200);
  });

  it('sends the provider’s Date, and none where a test asked for none', async () => {
    sandbox.control.clock({ provider: 'pipedrive', offset_ms: -90_000 });
    const date = async () => (await over()).headers.get('date');
    expect(Date.parse((await date())!)).toBe(Math.floor(START / 1000) * 1000 - 90_000);
    sandbox.control.fault({ provider: 'pipedrive', kind: 'raw', headers: { date: null } });
    expect(await date()).toBeNull();
  });

  it('answers to its own names only, and its controls to no page of another origin', async () => {
    const { port } = new URL(running.url);
    const status = (path: string, headers: Record<string, string>, method = 'GET') =>
      new Promise<number>((resolve, reject) => {
        const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode!);
        });
        sent.on('error', reject).end(method === 'POST' ? '{}' : undefined);
      });
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, '[::1]'])
      expect(await status('/_control/faults', { host })).toBe(200);
    for (const host of ['evil.example', `localhost.evil.example:${port}`, 'evil.example:4400'])
      for (const path of ['/_control/faults', '/', '/globex.pipedrive.com/api/v2/deals'])
        expect(await status(path, { host })).toBe(403);
    const host = `localhost:${port}`;
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}`])
      expect(await status('/_control/reset', { host, origin }, 'POST')).toBe(403);
    expect(await status('/_control/reset', { host, origin: `http://${host}` }, 'POST')).toBe(200);
  });

  it('answers to further names it was given', async () => {
    const named = await serveSandbox({ port: 0, sandbox, names: ['sandbox.internal'] });
    const { port } = new URL(named.url);
    const got = await new Promise((resolve) => {
      httpRequest({
        host: '127.0.0.1',
        port,
        path: '/',
        headers: { host: `sandbox.internal:${port}` },
      })
        .on('response', (response) => resolve(response.resume().statusCode))
        .end();
    });
    await named.close();
    expect(got).toBe(200);
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
