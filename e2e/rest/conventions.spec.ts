import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { freePort } from '../../scripts/postgres.ts';
import { ERRORS } from '@/lib/contract/errors';
import { api, expectProblem, request } from '../fixtures/api';
import { startProcess } from '../fixtures/process';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import { appSettings, appUrl, makeKey, makeWorkspace, ownAccount } from '../fixtures/world';

const ROOT = path.resolve(import.meta.dirname, '../..');

test('a POST sent again with its Idempotency-Key is done once', async ({ rest }) => {
  const key = { 'Idempotency-Key': randomUUID() };
  const account = await ownAccount();
  const body = { connector_type: 'pipedrive', api_key: account.pipedrive };
  const first = await rest.post('/connections', body, key);
  expect(first.status, first.text).toBe(200);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  const again = await rest.post('/connections', body, key);
  expect(again.text).toBe(first.text);
  expect(again.status).toBe(200);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  for (const name of ['content-type', 'cache-control'])
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  expectProblem(
    await rest.post('/connections', { ...body, name: 'Other' }, key),
    422,
    'idempotency_key_reused',
  );
  expect((await rest.get('/connections')).body.connections).toHaveLength(1);

  const refusal = { 'Idempotency-Key': randomUUID() };
  const wrong = { connector_type: 'pipedrive', api_key: 'f'.repeat(40) };
  const refused = await rest.post('/connections', wrong, refusal);
  expect(refused.status).toBe(422);
  expect((await rest.post('/connections', wrong, refusal)).text).toBe(refused.text);
});

test('many at once with one Idempotency-Key make one connection', async ({ rest }) => {
  const key = { 'Idempotency-Key': randomUUID() };
  const account = await ownAccount();
  const body = { connector_type: 'pipedrive', api_key: account.pipedrive };
  const all = await Promise.all(
    Array.from({ length: 12 }, () => rest.post('/connections', body, key)),
  );
  const done = all.filter((a) => a.status === 200);
  expect(done.length).toBeGreaterThan(0);
  expect(new Set(done.map((a) => a.body.connection.id)).size).toBe(1);
  for (const other of all.filter((a) => a.status !== 200)) {
    expectProblem(other, 409, 'idempotency_key_in_use');
    expect(other.headers.get('retry-after')).toBe('1');
  }
  expect((await rest.get('/connections')).body.connections).toHaveLength(1);
});

test('what is read has a strong ETag, and 304 while it is the same', async ({
  rest,
  workspace,
}) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  for (const at of [
    `/connections/${id}/status`,
    `/connections/${id}`,
    '/connections',
    '/connections?limit=1',
    `/connections/${id}/runs`,
    '/connections/catalog',
  ]) {
    const first = await rest.get(at);
    const etag = first.headers.get('etag')!;
    expect(etag, at).toMatch(/^"[\w-]+"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const same = await rest.get(at, undefined, { 'If-None-Match': `"other", ${etag}` });
    expect(same.status, at).toBe(304);
    expect(same.text).toBe('');
    expect(same.headers.get('etag')).toBe(etag);
    const other = await rest.get(at, undefined, { 'If-None-Match': '"other"' });
    expect(other.status, at).toBe(200);
    const head = await request('HEAD', at, {
      headers: { 'X-API-Key': await makeKey(workspace) },
    });
    expect(head.status).toBe(200);
    expect(head.text).toBe('');
    expect(head.headers.get('etag')).toBe(etag);
  }
  const before = await rest.get(`/connections/${id}`);
  await rest.patch(`/connections/${id}`, { name: 'Renamed' });
  const after = await rest.get(`/connections/${id}`, undefined, {
    'If-None-Match': before.headers.get('etag')!,
  });
  expect(after.status).toBe(200);
  expect(after.body.name).toBe('Renamed');
});

test('If-Match lets one of two who read the same change it', async ({ rest }) => {
  const id = await connectPipedrive(rest, (await ownAccount()).pipedrive);
  const at = `/connections/${id}`;
  const etag = (await rest.get(at)).headers.get('etag')!;
  const both = await Promise.all(
    ['One', 'Two'].map((name) => rest.patch(at, { name }, { 'If-Match': etag })),
  );
  expect(both.filter((a) => a.status === 200)).toHaveLength(1);
  expectProblem(
    both.find((a) => a.status === 412)!,
    412,
    'precondition_failed',
  );
  const winner = both.find((a) => a.status === 200)!;
  const now = await rest.get(at);
  expect(winner.headers.get('etag')).toBe(now.headers.get('etag'));
  expect(now.body.name).toBe(winner.body.connection.name);
  // Its tag opens the next change; a weak one and that of another thing never do.
  const next = { 'If-Match': winner.headers.get('etag')! };
  expect((await rest.patch(at, { name: 'Three' }, next)).status).toBe(200);
  const weak = { 'If-Match': `W/${(await rest.get(at)).headers.get('etag')!}` };
  expect((await rest.patch(at, { name: 'Four' }, weak)).status).toBe(412);
  expect((await rest.patch(at, { name: 'Five' }, { 'If-Match': '*' })).status).toBe(200);
  expect((await rest.delete(at, undefined, { 'If-Match': '"other"' })).status).toBe(412);
  expect((await rest.get(at)).body.name).toBe('Five');
});

test('every answer says which request it is for', async ({ rest }) => {
  const mine = { 'X-Request-Id': 'order-17.a:b' };
  for (const at of ['/session', '/connections/none', '/nothing/here']) {
    const answer = await rest.get(at, undefined, mine);
    expect(answer.headers.get('x-request-id'), at).toBe('order-17.a:b');
    if (answer.status >= 400) expect(answer.body.request_id).toBe('order-17.a:b');
    expect(answer.headers.get('cache-control'), at).toMatch(/^private/);
    const odd = await rest.get(at, undefined, { 'X-Request-Id': 'no <b>' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('a problem leads to the page of its code', async ({ rest }) => {
  const { body } = await rest.get(`/connections/${randomUUID()}`);
  const { type } = body as unknown as { type: string };
  expect(type).toBe(`${appUrl()}/docs/errors/connection_not_found`);
  const page = await fetch(type);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain(ERRORS.connection_not_found.title);
  for (const code of Object.keys(ERRORS)) {
    const one = await fetch(`${appUrl()}/docs/errors/${code}`);
    expect.soft(one.status, code).toBe(200);
    await one.body?.cancel();
  }
  expect((await fetch(`${appUrl()}/docs/errors/nothing`)).status).toBe(404);
});

test.describe('pages of other origins', () => {
  const ORIGIN = `https://${randomUUID()}.example.com`;
  const preflight = (origin: string) =>
    request('OPTIONS', '/connections', {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'x-api-key',
      },
    });

  test('may call when their workspace registered them, and are not heard before', async ({
    rest,
  }) => {
    expect((await preflight(ORIGIN)).headers.get('access-control-allow-origin')).toBeNull();
    const before = await rest.get('/connections', undefined, { Origin: ORIGIN });
    expect(before.headers.get('access-control-allow-origin')).toBeNull();

    const set = await rest.put('/workspace/origins', { api_origins: [ORIGIN] });
    expect(set.body).toMatchObject({ api_origins: [ORIGIN], return_origins: [] });
    const asked = await preflight(ORIGIN);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-methods')).toContain('GET');
    expect(asked.headers.get('access-control-allow-headers')).toContain('X-API-Key');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const after = await rest.get('/connections', undefined, { Origin: ORIGIN });
    expect(after.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(after.headers.get('access-control-expose-headers')).toContain('RateLimit');
    expect(after.headers.get('vary')).toContain('Origin');

    const stranger = api(await makeKey(await makeWorkspace()));
    const theirs = await stranger.get('/connections', undefined, { Origin: ORIGIN });
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
    await rest.put('/workspace/origins', { api_origins: [] });
    expect((await preflight(ORIGIN)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test.describe('an origin is scheme, host and port', () => {
    for (const origin of ['*', 'null', 'https://a.example/path', 'https://a.example/', 'ftp://a'])
      test(origin, async ({ rest }) => {
        expectProblem(
          await rest.put('/workspace/origins', { api_origins: [origin] }),
          400,
          'invalid_request',
        );
      });
  });
});

test('a limit holds exactly, whichever process is asked', async ({ workspace }) => {
  const LIMIT = 60;
  const settings = { ...appSettings(), WORKER: '0', API_RATE_PER_KEY: String(LIMIT) };
  const ports = [await freePort(), await freePort()];
  const apps = await Promise.all(
    ports.map((port) =>
      startProcess(`limited ${port}`, ['dist/web.mjs'], {
        cwd: ROOT,
        ready: /answers at/,
        env: { ...settings, PORT: String(port), LOG_LEVEL: 'error' },
      }),
    ),
  );
  try {
    const headers = { 'X-API-Key': await makeKey(workspace, ['connections:read']) };
    const ask = (i: number) =>
      fetch(`http://127.0.0.1:${ports[i % 2]}/api/platform/v1/connections`, { headers });
    const answers = await Promise.all(Array.from({ length: LIMIT * 3 }, (_, i) => ask(i)));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(LIMIT);
    expect(answers.filter((a) => a.status === 429)).toHaveLength(LIMIT * 2);
    for (const answer of answers) {
      expect(answer.headers.get('ratelimit-policy')).toMatch(/^"key";q=60;w=60, "workspace";q=/);
      expect(answer.headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=\d+, "workspace";r=/);
      if (answer.status !== 429) continue;
      const wait = Number(answer.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
      expect(answer.headers.get('ratelimit')).toContain('"key";r=0;');
    }
    const one = (await answers.find((a) => a.status === 429)!.json()) as { code: string };
    expect(one.code).toBe('rate_limited');
  } finally {
    await Promise.all(apps.map((app) => app.kill()));
  }
});

test('a key that is revoked is refused by another process within a second', async ({ rest }) => {
  const port = await freePort();
  const app = await startProcess('other web', ['dist/web.mjs'], {
    cwd: ROOT,
    ready: /answers at/,
    env: { ...appSettings(), WORKER: '0', PORT: String(port), LOG_LEVEL: 'error' },
  });
  try {
    const made = await rest.post('/api-keys', { name: 'x', scopes: ['connections:read'] });
    const there = () =>
      fetch(`http://127.0.0.1:${port}/api/platform/v1/connections`, {
        headers: { 'X-API-Key': made.body.key },
      }).then((a) => a.status);
    expect(await there()).toBe(200);
    await rest.delete(`/api-keys/${made.body.api_key.id}`);
    const revoked = performance.now();
    let last = 0;
    while (performance.now() - revoked < 3_000) {
      const asked = performance.now();
      if ((await there()) === 401) break;
      last = asked - revoked;
    }
    expect(last).toBeLessThan(1_000);
    expect(await there()).toBe(401);
  } finally {
    await app.kill();
  }
});
