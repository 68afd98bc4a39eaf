import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RateLimit, RequestSpec } from '@/lib/connectors/kit';
import {
  BudgetSpent,
  closedBudgets,
  EgressRefused,
  reportRateLimit,
  liftBudget,
  send,
  TooLarge,
  type Route,
} from '@/lib/egress/service';
import { now } from '@/lib/platform/clock';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';

/** The real way out, by its own setting: a proxy that leads every name to one server. */
const { provider, proxy } = await vi.hoisted(async () => {
  const { fakeProvider, fakeProxy } = await import('@/lib/egress/testing/servers');
  const hosts = ['api.provider.test', 'old.tenant.test', 'new.tenant.test', 'evil.test'];
  const provider = await fakeProvider(hosts);
  const proxy = await fakeProxy(() => provider.port);
  process.env.HTTPS_PROXY = proxy.url;
  return { provider, proxy };
});
useTestDatabase();

const TOKEN = 'pat-na1-0123456789abcdef';
const HOSTS = ['api.provider.test', '*.tenant.test'];

afterAll(() => {
  provider.close();
  proxy.close();
});
beforeEach(async () => {
  provider.calls.length = 0;
  await db.query(sql`DELETE FROM rate_budgets`);
});

const limit = (over: Partial<RateLimit> = {}): RateLimit => ({
  name: 'calls',
  scope: 'app',
  requests: 1_000,
  per_ms: 1_000,
  ...over,
});
const route = (over: Partial<Route> = {}): Route => ({
  hosts: HOSTS,
  mode: 'live',
  limits: [],
  keys: { connection: 'connection/1', app: 'app/test/live' },
  ...over,
});
const spec = (path = '/x', over: Partial<RequestSpec> = {}): RequestSpec => ({
  url: `https://api.provider.test${path}`,
  ...over,
});
const credential = { headers: { authorization: `Bearer ${TOKEN}` } };
const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((e: Error) => e);
const says = (status: number, body: string, headers: Record<string, string> = {}) => {
  provider.answer = (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
};
/** Redirects by path; everything else answers itself. */
const moves = (to: Record<string, string>, status = 301) => {
  provider.answer = (request, response) => {
    const location = to[`${request.headers.host}${request.url}`];
    if (location) response.writeHead(status, { location });
    response.end('{"ok":true}');
  };
};

describe('what a provider says', () => {
  it('keeps its digits, and a byte-order mark is no part of it', async () => {
    says(200, '\ufeff{"data":[{"id":123456789012345678901234}]}');
    const answer = await send(spec(), route(), credential);
    expect(answer.is_json).toBe(true);
    expect(JSON.stringify(answer.body)).toBe('{"data":[{"id":123456789012345678901234}]}');
  });

  it('is text without control characters when it is not JSON', async () => {
    says(502, `<h1>Bad\0 gateway</h1>${'😀'.repeat(2_000)}`, { 'content-type': 'text/html' });
    const { body, is_json } = await send(spec(), route(), credential);
    expect(is_json).toBe(false);
    expect(body).toMatch(/^<h1>Bad gateway<\/h1>/);
    expect((body as string).isWellFormed()).toBe(true);
    expect((body as string).length).toBeLessThanOrEqual(2_000);
  });

  it.each([400, 401, 500, 200])('holds no secret of the call, with HTTP %d', async (status) => {
    says(status, `{"success":false,"error":"token ${TOKEN} is bad"}`, { 'x-echo': TOKEN });
    const answer = await send(spec(), route(), credential);
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
    expect(answer.body).toEqual({ success: false, error: 'token [secret] is bad' });
  });

  it('may be a new secret, where the call is for one', async () => {
    const call = spec('/token', { method: 'POST', form: { refresh_token: TOKEN } });
    says(200, `{"access_token":"new-one","refresh_token":"${TOKEN}"}`);
    const { body } = await send(call, route(), { brings_secrets: true });
    expect(body).toMatchObject({ refresh_token: TOKEN });
    says(400, `{"error":"invalid_grant","error_description":"${TOKEN}"}`);
    const refused = await send(call, route(), { brings_secrets: true });
    expect(refused.body).toMatchObject({ error_description: '[secret]' });
  });

  it('may be too much', async () => {
    says(200, `{"data":"${'x'.repeat(12 * 1024 * 1024)}"}`);
    expect(await failure(send(spec(), route(), credential))).toBeInstanceOf(TooLarge);
  });
});

describe('a redirection', () => {
  it('of a GET is followed among the declared hosts, with the credential', async () => {
    moves({
      'api.provider.test/x': '/y',
      'api.provider.test/y': 'https://old.tenant.test/z',
      'old.tenant.test/z': 'https://new.tenant.test/z?page=2',
    });
    expect(await send(spec(), route(), credential)).toMatchObject({ body: { ok: true } });
    expect(provider.calls.map((c) => [c.line, c.headers.authorization])).toEqual(
      ['api.provider.test/x', 'api.provider.test/y', 'old.tenant.test/z']
        .concat('new.tenant.test/z?page=2')
        .map((at) => [`GET ${at}`, `Bearer ${TOKEN}`]),
    );
  });

  it.each([
    ['https://evil.test/steal?q=1', /redirected to https:\/\/evil\.test\/steal, and evil\.test/],
    ['http://api.provider.test/x', /http: is not allowed/],
    ['https://169.254.169.254/latest', /IP address/],
    ['https://api.provider.test:8443/', /port/],
    [`https://evil.test/${TOKEN}`, /\[secret\]/],
  ])('to %s is refused, and named', async (location, words) => {
    moves({ 'api.provider.test/x': location });
    const error = await failure(send(spec(), route(), credential));
    expect(error).toBeInstanceOf(EgressRefused);
    expect(error!.message).toMatch(words);
    expect(error!.message).not.toContain(TOKEN);
    expect(error!.message).not.toContain('q=1');
    expect(provider.calls).toHaveLength(1);
  });

  it('is not followed for ever', async () => {
    moves({ 'api.provider.test/x': '/x' }, 307);
    const error = await failure(send(spec(), route(), credential));
    expect(error!.message).toMatch(/4th redirection/);
    expect(provider.calls).toHaveLength(4);
  });

  it('of a POST is refused: it would be another call', async () => {
    moves({ 'api.provider.test/x': '/y' }, 302);
    const call = spec('/x', { method: 'POST', json: { a: 1 } });
    const error = await failure(send(call, route(), credential));
    expect(error!.message).toMatch(/POST/);
    expect(provider.calls).toHaveLength(1);
  });

  it('that leads nowhere is an answer like any other', async () => {
    says(304, '');
    expect(await send(spec(), route(), credential)).toMatchObject({ status: 304 });
    says(302, '{}', { location: 'https://[' });
    expect(await send(spec(), route(), credential)).toMatchObject({ status: 302 });
  });
});

describe('a budget the provider closed', () => {
  const YEARS_MS = 30 * 365 * 24 * 3600 * 1000;
  const shared = () => route({ limits: [limit()] });

  it('is closed for a day at most, whatever was asked', async () => {
    for (const until of [now() + YEARS_MS, Number.MAX_SAFE_INTEGER, 8.64e15]) {
      await reportRateLimit(spec(), shared(), until);
      const error = await failure(send(spec(), shared(), credential));
      expect(error).toBeInstanceOf(BudgetSpent);
      const wait = (error as BudgetSpent).retry_at_ms - now();
      expect(wait).toBeLessThanOrEqual(24 * 3600 * 1000 + 1_000);
    }
  });

  it.each([Number.NaN, -5, 0, Number.NEGATIVE_INFINITY])(
    'is not closed until %d',
    async (until) => {
      says(200, '{}');
      await reportRateLimit(spec(), shared(), until);
      expect(await send(spec(), shared(), credential)).toMatchObject({ status: 200 });
    },
  );

  it('for longer, by an earlier version, lets go after a day as well', async () => {
    await db.query(sql`
      INSERT INTO rate_budgets (key, blocked_until)
      VALUES (${'app/test/live/calls'}, now() + interval '30 years')`);
    const error = await failure(send(spec(), shared(), credential));
    expect((error as BudgetSpent).retry_at_ms - now()).toBeLessThanOrEqual(24 * 3600 * 1000);
  });

  it('lets one call of a probing route through, and a good answer opens it for all', async () => {
    await reportRateLimit(spec(), shared(), now() + 3_600_000);
    const asking = { ...shared(), probe: true };
    says(429, '{}');
    expect(await send(spec(), asking, credential)).toMatchObject({ status: 429 });
    expect(await failure(send(spec(), asking, credential))).toBeInstanceOf(BudgetSpent);
    expect(await failure(send(spec(), shared(), credential))).toBeInstanceOf(BudgetSpent);
    says(200, '{}');
    expect(await send(spec(), { ...shared(), probe: true }, credential)).toMatchObject({
      status: 200,
    });
    expect(await send(spec(), shared(), credential)).toMatchObject({ status: 200 });
  });

  it('does not let a probe past our own count', async () => {
    says(200, '{}');
    const tight = route({ limits: [limit({ requests: 1, per_ms: 3_600_000 })] });
    await send(spec(), tight, credential);
    expect(await failure(send(spec(), { ...tight, probe: true }, credential))).toBeInstanceOf(
      BudgetSpent,
    );
  });

  it('is named and lifted by hand', async () => {
    await reportRateLimit(spec(), shared(), now() + 3 * 3_600_000);
    await reportRateLimit(spec(), route({ limits: [limit({ name: 'short' })] }), now() + 60_000);
    expect(await closedBudgets(3_600)).toMatchObject([{ key: 'app/test/live/calls' }]);
    expect(await liftBudget('app/test/live/calls')).toBe(true);
    expect(await liftBudget('app/test/live/calls')).toBe(false);
    expect(await closedBudgets(3_600)).toEqual([]);
  });
});

describe('a request that changes something', () => {
  const change = (method: 'PUT' | 'PATCH' | 'DELETE') =>
    ({ method, url: 'https://api.provider.test/pages/1', json: { a: 1 } }) as const;

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('%s leaves by an outbound route only', async (m) => {
    says(200, '{}');
    expect(await failure(send(change(m), route(), credential))).toBeInstanceOf(EgressRefused);
    expect(provider.calls).toEqual([]);
    await send(change(m), route({ may_change: true }), credential);
    expect(provider.calls[0]).toMatchObject({
      line: `${m} api.provider.test/pages/1`,
      body: '{"a":1}',
    });
  });
});

describe('a budget that follows what answers say', () => {
  const calls = async (with_limit: RateLimit, most: number): Promise<number> => {
    const told = route({
      limits: [with_limit],
      keys: { connection: 'c', app: `app/test/${most}` },
    });
    for (let n = 0; n < most; n++) {
      const error = await failure(send(spec(), told, credential));
      if (error) return n;
    }
    return most;
  };
  const hour = (over: Partial<RateLimit>) => limit({ per_ms: 3_600_000, requests: 100, ...over });

  it('allows less when the provider says so, and never more than is declared', async () => {
    const follows = { limit: { header: 'x-limit' } };
    says(200, '{}', { 'x-limit': '10' });
    expect(await calls(hour({ follows }), 30)).toBe(10);
    says(200, '{}', { 'x-limit': '1000' });
    expect(await calls(hour({ follows, requests: 10 }), 31)).toBe(10);
    for (const odd of ['-5', 'many', '']) {
      says(200, '{}', { 'x-limit': odd });
      expect(await calls(hour({ follows, requests: 10 }), 40 + odd.length)).toBe(10);
    }
  });

  it('waits when nothing is left, until the provider says', async () => {
    says(200, '{}', { 'x-left': '0', 'x-reset': '900' });
    const follows = {
      remaining: { header: 'x-left' },
      reset: { header: 'x-reset', form: 'seconds' } as const,
    };
    const told = route({ limits: [hour({ follows })] });
    await send(spec(), told, credential);
    const error = await failure(send(spec(), told, credential));
    expect(error).toBeInstanceOf(BudgetSpent);
    const wait_ms = (error as BudgetSpent).retry_at_ms - now();
    expect(wait_ms).toBeGreaterThan(850_000);
    expect(wait_ms).toBeLessThan(905_000);
  });

  it('charges what a query has cost, where the body says', async () => {
    says(200, '{"extensions":{"cost":30}}');
    const cost_of: RateLimit['cost_of'] = ({ body }) =>
      Number((body as { extensions: { cost: number } }).extensions.cost);
    expect(await calls(hour({ cost_of }), 50)).toBe(4); // 120 of 100 points after the fourth
  });
});
